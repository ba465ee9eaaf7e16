package se.budkavle.schemas.tls;

import java.net.http.HttpClient;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How services of one installation speak to each other: in the clear, or over TLS 1.3 with certificates on both sides. */
public final class InternalTls implements AutoCloseable {

    private final @Nullable TlsFiles files;

    /**
     * Reads the files, if there shall be TLS.
     *
     * @throws IllegalArgumentException if they cannot be used
     */
    public InternalTls(InternalTlsSettings settings, Clock clock) {
        files = settings.enabled() ? new TlsFiles(settings.source(), clock) : null;
    }

    /** {@return what addresses begin with} */
    public String scheme() {
        return files == null ? "http" : "https";
    }

    /** {@return this service's certificate, if there is TLS} */
    public Optional<TlsFiles> files() {
        return Optional.ofNullable(files);
    }

    /**
     * A client for the others. Ask for it with each request, and keep none: it is another one once the files have changed.
     *
     * @param likeThis makes builders of it
     */
    public Supplier<HttpClient> client(Supplier<HttpClient.Builder> likeThis) {
        if (files != null) {
            return new ChangingClient<>(files::material, TlsMaterial::clientContext, likeThis);
        }
        var client = likeThis.get().build();
        return () -> client;
    }

    /** Looks at the files no more. */
    @Override
    public void close() {
        if (files != null) {
            files.close();
        }
    }
}
