package se.budkavle.schemas.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A certificate as it lies in its files: looked at again and again, and handed on when it has changed and can be used. New
 * connections get the new one; what is open stays open. What cannot be used changes nothing but what is told.
 */
public final class TlsFiles implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);
    private static final int LARGEST_FILE = 256 * 1024;
    private static final double SECONDS_A_DAY = Duration.ofDays(1).toSeconds();

    private final TlsSource source;
    private final Clock clock;
    private final List<Consumer<TlsMaterial>> followers = new ArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("certificate-files").factory());
    private volatile Using using;
    private volatile boolean refused;

    /**
     * Reads them for the first time.
     *
     * @throws IllegalArgumentException if they cannot be used: there is nothing to go on with
     */
    public TlsFiles(TlsSource source, Clock clock) {
        this.source = source;
        this.clock = clock;
        try {
            var files = read();
            using = new Using(files, files.examined(clock.instant()));
        } catch (UnusableFilesException e) {
            throw new IllegalArgumentException("the files of " + source.section() + ": " + e.getMessage(), e);
        }
        long millis = source.lookInterval().toMillis();
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
        return new Contents(
                bytes(source.key()),
                bytes(source.certificate()),
                source.authorities().isBlank() ? new byte[0] : authorities());
    }

    private byte[] authorities() throws UnusableFilesException {
        var bytes = bytes(source.authorities());
        if (bytes.length == 0) {
            // Else a file that is about to be written would stand for nobody.
            throw new UnusableFilesException("the file of authorities is empty");
        }
        return bytes;
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
                use(new Using(files, files.examined(clock.instant())));
                LOG.atInfo()
                        .addKeyValue("section", source.section())
                        .addKeyValue("until", until())
                        .log("new connections get the new certificate");
            }
            refused = false;
        } catch (UnusableFilesException e) {
            refuse(e.getMessage());
        } catch (RuntimeException e) {
            refuse(e.getClass().getName());
        }
    }

    private synchronized void use(Using next) {
        using = next;
        followers.forEach(each -> each.accept(next.material()));
    }

    private void refuse(@Nullable String why) {
        if (!refused) {
            // Between the change of one file and that of the other this is how it must be, for a moment.
            LOG.atWarn()
                    .addKeyValue("section", source.section())
                    .addKeyValue("why", why)
                    .addKeyValue("until", until())
                    .log("the certificate's new files cannot be used; the old one stays");
        }
        refused = true;
    }

    /** Hands on what is in use, now and whenever it has changed. */
    public synchronized void follow(Consumer<TlsMaterial> follower) {
        followers.add(follower);
        follower.accept(using.material());
    }

    /** {@return what is in use} */
    TlsMaterial material() {
        return using.material();
    }

    /** {@return until when the certificate in use holds} */
    public Instant until() {
        return using.material().until();
    }

    /** {@return how long that is, in days} */
    public double days() {
        return Duration.between(clock.instant(), until()).toSeconds() / SECONDS_A_DAY;
    }

    /** {@return whether the files hold something that cannot be used, so that an older certificate is in use} */
    public boolean isRefused() {
        return refused;
    }

    /** Looks no more. */
    @Override
    public void close() {
        timer.shutdownNow();
    }
}
