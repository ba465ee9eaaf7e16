package se.budkavle.notifier.health;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The gaps between an organisation's sendings: a bounded list of the latest, for their median. Messages that follow the
 * first of a sending closely belong to it: who sends a thousand every night has gaps of a day, not of milliseconds.
 *
 * <pre>
 *  messages   | ||  |            |||                  |
 *  sendings   ^                  ^                    ^
 *  gaps       |------- 1 --------|-------- 2 ---------|
 * </pre>
 */
final class Gaps {

    private final int most;
    private final int needed;
    private final Duration sending;

    Gaps(HealthSettings settings) {
        this.most = settings.gaps();
        this.needed = settings.gapsNeeded();
        this.sending = settings.sending();
    }

    /** Whether a message begins a sending, another having begun before. */
    boolean isGap(Instant from, Instant at) {
        return at.isAfter(from) && Duration.between(from, at).compareTo(sending) >= 0;
    }

    /** The latest gaps with one more. */
    List<Long> with(List<Long> gaps, Instant from, Instant at) {
        List<Long> all = new ArrayList<>(gaps);
        all.add(Duration.between(from, at).toMillis());
        return List.copyOf(all.subList(Math.max(0, all.size() - most), all.size()));
    }

    /** Their median, of an even number the longer of the two in the middle; empty while they are too few to say. */
    Optional<Duration> median(List<Long> gaps) {
        if (gaps.size() < needed) {
            return Optional.empty();
        }
        List<Long> sorted = gaps.stream().sorted().toList();
        return Optional.of(Duration.ofMillis(sorted.get(sorted.size() / 2)));
    }
}
