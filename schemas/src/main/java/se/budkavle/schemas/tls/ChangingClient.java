package se.budkavle.schemas.tls;

import java.net.http.HttpClient;
import java.util.function.Supplier;
import javax.net.ssl.SSLParameters;

/**
 * The client with the certificate that is in use. A new one takes no connection and no session of the old one along: who
 * trusts somebody no more does not go on with what was agreed before.
 */
final class ChangingClient implements Supplier<HttpClient> {

    private static final String[] TLS_1_3 = {"TLSv1.3"};

    private final TlsFiles files;
    private final Supplier<HttpClient.Builder> likeThis;
    private volatile Made made;

    ChangingClient(TlsFiles files, Supplier<HttpClient.Builder> likeThis) {
        this.files = files;
        this.likeThis = likeThis;
        this.made = make(files.material(), likeThis);
    }

    /** A client, and what it was made of. */
    private record Made(TlsMaterial material, HttpClient client) {}

    private static Made make(TlsMaterial material, Supplier<HttpClient.Builder> likeThis) {
        // The names of servers are checked: the client sees to that whatever the parameters say.
        var client = likeThis.get()
                .sslContext(material.clientContext())
                .sslParameters(new SSLParameters(null, TLS_1_3))
                .build();
        return new Made(material, client);
    }

    @Override
    public HttpClient get() {
        var current = made;
        return isUpToDate(current) ? current.client() : renewed();
    }

    /** By identity: two of them would have to be compared certificate by certificate, at each request. */
    @SuppressWarnings("ReferenceEquality")
    private boolean isUpToDate(Made current) {
        return current.material() == files.material();
    }

    private synchronized HttpClient renewed() {
        if (!isUpToDate(made)) {
            // The old one is not shut: who has just been given it would fail. It ends by itself when nobody has it any
            // more.
            made = make(files.material(), likeThis);
        }
        return made.client();
    }
}
