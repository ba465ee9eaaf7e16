package se.budkavle.gateway.tls;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.ssl.CertificateProvider;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Sinks;
import se.budkavle.gateway.tls.TlsSettings.ClientCertificates;

/**
 * The certificate of this gateway as it lies in its files: looked at again and again, and handed on when it has changed and
 * can be used. New connections get the new one; what is open stays open. What cannot be used changes nothing but what is told.
 */
@Singleton
@Named(CertificateFiles.NAME)
@Requires(property = "budkavle.gateway.tls.enabled", value = "true")
final class CertificateFiles implements CertificateProvider {

    /** As {@code micronaut.server.ssl.key-name} names it. */
    static final String NAME = "gateway";

    private static final Logger LOG = LoggerFactory.getLogger(CertificateFiles.class);
    private static final int LARGEST_FILE = 256 * 1024;

    private final TlsSettings settings;
    private final Clock clock;
    private final Sinks.Many<TlsMaterial> used = Sinks.many().replay().latest();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("certificate-files").factory());
    private volatile Using using;
    private volatile boolean refused;

    /**
     * Reads them for the first time.
     *
     * @throws IllegalArgumentException if they cannot be used: there is nothing to go on with
     */
    CertificateFiles(TlsSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        try {
            var files = read();
            using = new Using(files, files.examined(clock.instant()));
        } catch (UnusableFilesException e) {
            throw new IllegalArgumentException("the files of budkavle.gateway.tls: " + e.getMessage(), e);
        }
        used.tryEmitNext(using.material()).orThrow();
        long millis = settings.lookInterval().toMillis();
        var _ = timer.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** What is in use, and the bytes that it was made of. */
    private record Using(Contents files, TlsMaterial material) {}

    /** The files as they are at one time. */
    @SuppressWarnings("ArrayRecordComponent") // compared by sameAs
    private record Contents(byte[] key, byte[] certificate, byte[] authorities) {

        boolean sameAs(Contents other) {
            return Arrays.equals(key, other.key)
                    && Arrays.equals(certificate, other.certificate)
                    && Arrays.equals(authorities, other.authorities);
        }

        TlsMaterial examined(Instant now) throws UnusableFilesException {
            var trusted = authorities.length == 0 ? List.<X509Certificate>of() : Pem.certificates(authorities);
            return TlsMaterial.examined(key, certificate, trusted, now);
        }
    }

    private Contents read() throws UnusableFilesException {
        boolean authorities = settings.clientCertificates() == ClientCertificates.TRUSTED;
        return new Contents(
                bytes(settings.key()),
                bytes(settings.certificate()),
                authorities ? bytes(settings.clientAuthorities()) : new byte[0]);
    }

    private static byte[] bytes(String file) throws UnusableFilesException {
        try (var in = Files.newInputStream(Path.of(file))) {
            return in.readNBytes(LARGEST_FILE);
        } catch (IOException e) {
            throw new UnusableFilesException(
                    "one cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    /**
     * Looks at the files. Their bytes are compared, not their times: a mounted secret changes by links, and two changes may fall
     * within one tick of a file system's clock.
     */
    private void look() {
        try {
            var files = read();
            if (!files.sameAs(using.files())) {
                using = new Using(files, files.examined(clock.instant()));
                used.tryEmitNext(using.material()).orThrow();
                LOG.atInfo().addKeyValue("until", until()).log("new connections get the new certificate");
            }
            refused = false;
        } catch (UnusableFilesException e) {
            refuse(e.getMessage());
        } catch (RuntimeException e) {
            refuse(e.getClass().getName());
        }
    }

    private void refuse(@Nullable String why) {
        if (!refused) {
            // Between the change of one file and that of the other this is how it must be, for a moment.
            LOG.atWarn()
                    .addKeyValue("why", why)
                    .addKeyValue("until", until())
                    .log("the certificate's new files cannot be used; the old one stays");
        }
        refused = true;
    }

    /** {@return until when the certificate in use holds} */
    Instant until() {
        return using.material().until();
    }

    /** {@return whether the files hold something that cannot be used, so that an older certificate is in use} */
    boolean isRefused() {
        return refused;
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public Publisher<KeyStore> getKeyStore() {
        return used.asFlux().map(TlsMaterial::keyStore);
    }

    @Override
    public Publisher<KeyStore> getTrustStore() {
        return used.asFlux().map(TlsMaterial::trustStore);
    }

    /** Looks no more. */
    @PreDestroy
    void close() {
        timer.shutdownNow();
    }
}
