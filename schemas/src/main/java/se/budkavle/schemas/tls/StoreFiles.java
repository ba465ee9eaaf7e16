package se.budkavle.schemas.tls;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SecurityConfig;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Key and trust store as Kafka's {@code ssl.*} properties name them, in any form that Kafka reads: looked at whenever a
 * connection is made, and made anew when the files have changed and can be used. What cannot be used changes nothing but what
 * is told.
 *
 * <p>Looking is to ask the file system for a file's number, size and time; that is some microseconds, where a handshake takes
 * milliseconds. One in a process for all clients with the same properties: so a client that is made while the files cannot be
 * used has the old ones as the others do, and the log says it once.
 */
public final class StoreFiles {

    private static final Logger LOG = LoggerFactory.getLogger(StoreFiles.class);

    /** What was refused may become usable with nothing to be seen of its files: with time, or by a permission. */
    private static final Duration TRY_AGAIN = Duration.ofSeconds(10);

    /** As many as there are different properties: one or two in a process. */
    private static final Map<Map<String, Object>, StoreFiles> SHARED = new ConcurrentHashMap<>();

    private final Map<String, Object> properties;
    private final List<String> files;
    private List<Version> seen;
    private DefaultSslEngineFactory usable;
    private boolean refused;
    private long refusedAt;

    private StoreFiles(Map<String, Object> properties) {
        this.properties = properties;
        this.files = Stream.of(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG, SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG)
                .flatMap(key -> Optional.ofNullable(properties.get(key)).stream())
                .map(Object::toString)
                .toList();
        this.seen = versions();
        try {
            this.usable = made();
        } catch (UnusableFilesException e) {
            throw new IllegalArgumentException("the files " + files + ": " + e.getMessage(), e);
        }
    }

    /**
     * What is used with these properties; reads the files if nobody has yet.
     *
     * @param properties parsed, as clients of Kafka hand them on; what has nothing to do with TLS is passed over
     * @throws IllegalArgumentException if the files cannot be used and never could, or the properties contradict each other
     */
    static StoreFiles of(Map<String, ?> properties) {
        Map<String, Object> relevant = new TreeMap<>();
        properties.forEach((key, value) -> {
            boolean wanted = key.startsWith("ssl.") || key.equals(SecurityConfig.SECURITY_PROVIDERS_CONFIG);
            if (wanted && value != null) {
                relevant.put(key, value);
            }
        });
        return SHARED.computeIfAbsent(Collections.unmodifiableMap(relevant), StoreFiles::new);
    }

    /**
     * A client by the same properties as text. Ask for it with each request, and keep none: it is another one once the files
     * have changed.
     *
     * @param properties {@code ssl.*}; those of stores and their passwords are looked at, and TLS is 1.3 in any case
     * @param likeThis makes builders of it
     * @throws IllegalArgumentException if the files cannot be used and never could, or the properties contradict each other
     */
    public static Supplier<HttpClient> client(Map<String, String> properties, Supplier<HttpClient.Builder> likeThis) {
        var definition = new ConfigDef();
        SslConfigs.addClientSslSupport(definition);
        var files = of(definition.parse(properties));
        return new ChangingClient<>(files::usable, DefaultSslEngineFactory::sslContext, likeThis);
    }

    /** What tells one content of a file from the next; by a link, or by being written anew. */
    private record Version(
            @Nullable Object number, @Nullable FileTime modified, long size) {

        private static final Version NONE = new Version(null, null, -1);

        static Version of(String file) {
            try {
                var attributes = Files.readAttributes(Path.of(file), BasicFileAttributes.class);
                return new Version(attributes.fileKey(), attributes.lastModifiedTime(), attributes.size());
            } catch (IOException e) {
                return NONE;
            }
        }
    }

    private List<Version> versions() {
        return files.stream().map(Version::of).toList();
    }

    /** {@return what new connections are made with; another one when the files have changed} */
    synchronized DefaultSslEngineFactory usable() {
        var now = versions();
        if (!now.equals(seen) || (refused && System.nanoTime() - refusedAt > TRY_AGAIN.toNanos())) {
            // Before they are read: if they change again meanwhile, they are read again.
            seen = now;
            renew();
        }
        return usable;
    }

    private void renew() {
        try {
            usable = made();
            refused = false;
            LOG.atInfo().addKeyValue("files", files).log("new connections get the new certificates");
        } catch (UnusableFilesException e) {
            if (!refused) {
                // While one file is written, or has changed and the other has not, this is how it must be.
                LOG.atWarn()
                        .addKeyValue("files", files)
                        .addKeyValue("why", e.getMessage())
                        .log("the new files of certificates cannot be used; the old ones stay");
            }
            refused = true;
            refusedAt = System.nanoTime();
        }
    }

    private DefaultSslEngineFactory made() throws UnusableFilesException {
        var made = new DefaultSslEngineFactory();
        try {
            made.configure(properties);
            examine(made.keystore(), made.truststore());
            return made;
        } catch (GeneralSecurityException | RuntimeException e) {
            // Its message names files and properties. What was found in a file is in messages of causes at most.
            throw new UnusableFilesException(e.getMessage() + " (" + kind(e) + ")", e);
        }
    }

    private static String kind(Throwable e) {
        var root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName();
    }

    private void examine(@Nullable KeyStore keys, @Nullable KeyStore trusted)
            throws UnusableFilesException, GeneralSecurityException {
        if (trusted != null && trusted.size() == 0) {
            throw new UnusableFilesException("nobody is trusted");
        }
        if (keys != null) {
            examine(keys);
        }
    }

    /** There may be several keys, of which the other side's authorities choose: one must be usable. */
    private void examine(KeyStore keys) throws UnusableFilesException, GeneralSecurityException {
        var why = new UnusableFilesException("there is no private key");
        for (var alias : Collections.list(keys.aliases())) {
            if (keys.getKey(alias, password()) instanceof PrivateKey key) {
                try {
                    TlsMaterial.examined(key, chain(keys, alias), List.of(), Instant.now());
                    return;
                } catch (UnusableFilesException e) {
                    why = e;
                }
            }
        }
        throw why;
    }

    private static List<X509Certificate> chain(KeyStore keys, String alias)
            throws UnusableFilesException, KeyStoreException {
        var chain = keys.getCertificateChain(alias);
        if (chain == null) {
            throw new UnusableFilesException("there is no certificate");
        }
        return Stream.of(chain).map(X509Certificate.class::cast).toList();
    }

    private char @Nullable [] password() {
        return Stream.of(SslConfigs.SSL_KEY_PASSWORD_CONFIG, SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG)
                .map(properties::get)
                .filter(Objects::nonNull)
                .findFirst()
                .map(password -> ((Password) password).value().toCharArray())
                .orElse(null);
    }
}
