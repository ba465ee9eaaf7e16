package se.budkavle.gateway.content;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import se.budkavle.schemas.avro.ContentKey;
import se.budkavle.schemas.content.ContentKeyCopy;
import se.budkavle.schemas.content.KeyWrap;
import se.budkavle.schemas.content.StoredKey;

/**
 * How data keys end: destroyed by their organisation, or when their day's retention ends; and how they come from one wrapping
 * key to another. Several gateways may do the same: what is destroyed stays so, whatever is written behind it.
 */
public final class KeyEndings {

    private static final Logger LOG = LoggerFactory.getLogger(KeyEndings.class);

    /** What came of the wish to destroy a day. */
    public enum Ending {
        /** Nobody can read that day's content any longer. */
        DESTROYED,
        /** The organisation has no content of that day that a key encrypts. */
        NOTHING,
        /** The day is not over, or only just: messages are still encrypted with its keys. */
        NOT_OVER,
        /** Some of its keys may be destroyed: the wish must be repeated. */
        NOT_CONFIRMED
    }

    private final ContentKeyCopy copy;
    private final BooleanSupplier catchUp;
    private final KeyLog log;
    private final KeyWrap wrap;
    private final AtRestSettings settings;
    private final Clock clock;
    private final Set<String> revived = ConcurrentHashMap.newKeySet();

    KeyEndings(
            ContentKeyCopy copy,
            BooleanSupplier catchUp,
            KeyLog log,
            KeyWrap wrap,
            AtRestSettings settings,
            Clock clock) {
        this.copy = copy;
        this.catchUp = catchUp;
        this.log = log;
        this.wrap = wrap;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Destroys the keys of an organisation's day. Again changes nothing.
     *
     * @param before done before the first is destroyed, if that will be; what it throws comes out
     */
    public Ending destroy(String organisation, LocalDate day, Runnable before) {
        if (!catchUp.getAsBoolean()) {
            return Ending.NOT_CONFIRMED;
        }
        var keys = copy.keys(organisation, day);
        if (keys.isEmpty()) {
            return Ending.NOTHING;
        }
        var now = clock.instant();
        if (!day.isBefore(dayOf(now.minus(settings.dayOver())))) {
            return Ending.NOT_OVER;
        }
        var live = keys.stream().filter(key -> key.wrapped() != null).toList();
        if (!live.isEmpty()) {
            before.run();
        }
        for (var key : live) {
            if (!log.write(key.keyId(), destroyed(key, now))) {
                return Ending.NOT_CONFIRMED;
            }
        }
        return Ending.DESTROYED;
    }

    /** Somebody wrote a key behind its end: it is destroyed again at the next sweep, and until then nobody believes it. */
    void revived(String keyId) {
        revived.add(keyId);
    }

    /** {@return how many keys are wrapped with one that shall be retired} */
    long retiring() {
        return settings.retire().isEmpty()
                ? 0
                : copy.all().filter(this::isRetiring).count();
    }

    /** Destroys again what was revived, forgets what has had its time, and wraps anew what a retired key wrapped. */
    void sweep() {
        for (var keyId : List.copyOf(revived)) {
            var key = copy.key(keyId);
            if (key == null || log.write(keyId, destroyed(key, clock.instant()))) {
                revived.remove(keyId);
            }
        }
        var first = dayOf(clock.instant().minus(settings.kept()));
        // What cannot be written now can be at the next sweep; until then nothing more is tried.
        boolean confirmed = copy.before(first).limit(settings.perSweep()).allMatch(key -> log.write(key.keyId(), null));
        if (confirmed && settings.isOn() && !settings.retire().isEmpty()) {
            var _ = copy.all()
                    .filter(this::isRetiring)
                    .limit(settings.perSweep())
                    .allMatch(this::wrapAnew);
        }
    }

    private boolean isRetiring(StoredKey key) {
        return key.wrapped() != null && settings.retire().contains(key.wrapped().with());
    }

    private boolean wrapAnew(StoredKey key) {
        var wrapped = key.wrapped();
        if (wrapped == null) {
            return true;
        }
        try {
            var anew = wrap.wrap(key.keyId(), wrap.unwrap(key.keyId(), wrapped));
            return log.write(
                    key.keyId(),
                    ContentKey.newBuilder()
                            .setKeyId(key.keyId())
                            .setOrganisation(key.organisation())
                            .setWrapped(ByteBuffer.wrap(anew.bytes()))
                            .setWrappedWith(anew.with())
                            .build());
        } catch (GeneralSecurityException e) {
            LOG.atError()
                    .addKeyValue("keyId", key.keyId())
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("a content key cannot be wrapped anew");
            return true;
        }
    }

    private static ContentKey destroyed(StoredKey key, Instant now) {
        return ContentKey.newBuilder()
                .setKeyId(key.keyId())
                .setOrganisation(key.organisation())
                .setWrappedWith("")
                .setDestroyedAt(now.truncatedTo(ChronoUnit.MILLIS))
                .build();
    }

    private static LocalDate dayOf(Instant instant) {
        return instant.atZone(ZoneOffset.UTC).toLocalDate();
    }
}
