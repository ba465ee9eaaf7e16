package se.budkavle.schemas.tls;

import java.net.http.HttpClient;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * The client with the certificate that is in use. A new one takes no connection and no session of the old one along: who
 * trusts somebody no more does not go on with what was agreed before.
 *
 * @param <M> what it is made of
 */
final class ChangingClient<M> implements Supplier<HttpClient> {

    private static final String[] TLS_1_3 = {"TLSv1.3"};

    private final Supplier<M> inUse;
    private final Function<M, SSLContext> context;
    private final Supplier<HttpClient.Builder> likeThis;
    private volatile Made<M> made;

    /**
     * A client of what is in use.
     *
     * @param inUse the same thing as before, until it changes
     * @param context what a client makes of it
     * @param likeThis makes builders of clients
     */
    ChangingClient(Supplier<M> inUse, Function<M, SSLContext> context, Supplier<HttpClient.Builder> likeThis) {
        this.inUse = inUse;
        this.context = context;
        this.likeThis = likeThis;
        this.made = make(inUse.get());
    }

    /** A client, and what it was made of. */
    private record Made<M>(M material, HttpClient client) {}

    private Made<M> make(M material) {
        // The names of servers are checked: the client sees to that whatever the parameters say.
        var client = likeThis.get()
                .sslContext(context.apply(material))
                .sslParameters(new SSLParameters(null, TLS_1_3))
                .build();
        return new Made<>(material, client);
    }

    /** By identity: two of them would have to be compared certificate by certificate, at each request. */
    @Override
    @SuppressWarnings("ReferenceEquality")
    public HttpClient get() {
        var current = made;
        var material = inUse.get();
        return current.material() == material ? current.client() : renewed();
    }

    @SuppressWarnings("ReferenceEquality")
    private synchronized HttpClient renewed() {
        var material = inUse.get();
        if (made.material() != material) {
            // The old one is not shut: who has just been given it would fail. It ends by itself when nobody has it any
            // more.
            made = make(material);
        }
        return made.client();
    }
}
