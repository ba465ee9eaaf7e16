package se.budkavle.gateway.content;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import javax.crypto.SecretKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import se.budkavle.schemas.avro.ContentKey;
import se.budkavle.schemas.content.ContentCipher;
import se.budkavle.schemas.content.ContentKeyCopy;
import se.budkavle.schemas.content.KeyWrap;
import se.budkavle.schemas.content.StoredKey;

/**
 * The key that encrypts what an organisation sends on a day. Any that {@code content-keys} has of them will do; where there is
 * none one is made, and it is used only once every in-sync replica has it: what is encrypted with a key that got lost would be
 * lost too. Two gateways that make one at the same moment both use their own. Thread-safe; many that ask at the same moment
 * share one answer, also that there is none.
 */
final class SealingKeys {

    private static final Logger LOG = LoggerFactory.getLogger(SealingKeys.class);

    private static final Duration UNUSED = Duration.ofHours(1);
    private static final int RANDOM_BYTES = 8;

    /**
     * A key in use.
     *
     * @param id its id
     * @param key the key
     */
    record Sealing(String id, SecretKey key) {

        /** Names no key. */
        @Override
        public String toString() {
            return "Sealing[" + id + "]";
        }
    }

    /** What a key is for. */
    private record Use(String organisation, LocalDate day) {}

    private final AsyncCache<Use, Optional<Sealing>> keys;
    private final ContentKeyCopy copy;
    private final KeyLog log;
    private final KeyWrap wrap;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param most organisations whose key is kept at a time; of more, some are looked up in the copy again
     * @param blocking runs what may wait for Kafka, or for a key management service
     */
    SealingKeys(ContentKeyCopy copy, KeyLog log, KeyWrap wrap, int most, Executor blocking) {
        this.copy = copy;
        this.log = log;
        this.wrap = wrap;
        this.keys = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterAccess(UNUSED)
                .executor(blocking)
                .buildAsync();
    }

    /** {@return the key of an organisation's day; empty: none is confirmed, and nothing may be accepted with it} */
    Optional<Sealing> of(String organisation, LocalDate day) {
        var use = new Use(organisation, day);
        var answer = keys.get(use, this::findOrMake);
        try {
            var sealing = answer.get();
            if (sealing.isEmpty()) {
                // Whoever asks next shall try anew.
                keys.asMap().remove(use, answer);
            }
            return sealing;
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing that is expected ends in an exception", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Forgets what is in memory of an organisation's day. */
    void forget(String organisation, LocalDate day) {
        keys.synchronous().invalidate(new Use(organisation, day));
    }

    private Optional<Sealing> findOrMake(Use use) {
        // The first by name: gateways that find several use the same.
        return copy.keys(use.organisation(), use.day()).stream()
                .sorted(Comparator.comparing(StoredKey::keyId))
                .flatMap(key -> unwrapped(key).stream())
                .findFirst()
                .or(() -> make(use));
    }

    private Optional<Sealing> unwrapped(StoredKey key) {
        if (key.wrapped() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Sealing(key.keyId(), ContentCipher.key(wrap.unwrap(key.keyId(), key.wrapped()))));
        } catch (GeneralSecurityException e) {
            LOG.atError()
                    .addKeyValue("keyId", key.keyId())
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("a content key cannot be unwrapped, another takes its place");
            return Optional.empty();
        }
    }

    private Optional<Sealing> make(Use use) {
        var suffix = new byte[RANDOM_BYTES];
        random.nextBytes(suffix);
        var id = StoredKey.idOf(use.day(), HexFormat.of().formatHex(suffix));
        var key = ContentCipher.newKey();
        KeyWrap.Wrapped wrapped;
        try {
            wrapped = wrap.wrap(id, Objects.requireNonNull(key.getEncoded(), "a key in memory has its bytes"));
        } catch (GeneralSecurityException e) {
            LOG.atError()
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("a content key cannot be wrapped: nothing is accepted with it");
            return Optional.empty();
        }
        var value = ContentKey.newBuilder()
                .setKeyId(id)
                .setOrganisation(use.organisation())
                .setWrapped(ByteBuffer.wrap(wrapped.bytes()))
                .setWrappedWith(wrapped.with())
                .build();
        return log.write(id, value) ? Optional.of(new Sealing(id, key)) : Optional.empty();
    }
}
