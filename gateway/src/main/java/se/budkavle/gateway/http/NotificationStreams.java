package se.budkavle.gateway.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.ShutdownEvent;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;

/** The open streams of notifications: bounded in number, and ended when the gateway stops. */
@Singleton
final class NotificationStreams implements ApplicationEventListener<ShutdownEvent> {

    private final NotificationFeed feed;
    private final OwnSubscriptions own;
    private final StreamSettings settings;
    private final Set<NotificationStream> open = new HashSet<>();
    private final Map<String, Integer> openOf = new HashMap<>();
    private boolean stopping;

    NotificationStreams(NotificationFeed feed, OwnSubscriptions own, StreamSettings settings, MeterRegistry meters) {
        this.feed = feed;
        this.own = own;
        this.settings = settings;
        Gauge.builder("budkavle.gateway.streams.open", this, NotificationStreams::count)
                .description("open streams of server-sent events")
                .register(meters);
    }

    /**
     * Opens a stream.
     *
     * @param position behind which it begins; null: with the oldest notification that is kept
     * @throws se.budkavle.gateway.problem.RefusedException 410 where the position is too old, 429 where too many are open, 503
     *     where the feed cannot be read
     */
    NotificationStream open(NotificationFeed.Reader reader, @Nullable String position) {
        var stream = new NotificationStream(feed, own, reader, settings, this::forget);
        remember(stream);
        try {
            stream.begin(position);
            return stream;
        } catch (RuntimeException e) {
            forget(stream);
            throw e;
        }
    }

    private synchronized void remember(NotificationStream stream) {
        if (stopping) {
            throw Refusal.of(ProblemCode.UNAVAILABLE).asException();
        }
        var organisation = stream.organisation();
        if (open.size() >= settings.mostOpen()
                || openOf.getOrDefault(organisation, 0) >= settings.mostOpenPerOrganisation()) {
            throw Refusal.of(ProblemCode.TOO_MANY_STREAMS).asException();
        }
        open.add(stream);
        openOf.merge(organisation, 1, Integer::sum);
    }

    private synchronized void forget(NotificationStream stream) {
        if (open.remove(stream)) {
            openOf.computeIfPresent(stream.organisation(), (organisation, count) -> count == 1 ? null : count - 1);
        }
    }

    private synchronized int count() {
        return open.size();
    }

    /** The server still runs: readers see an end, and come again elsewhere. */
    @Override
    public void onApplicationEvent(ShutdownEvent event) {
        stop().forEach(NotificationStream::end);
    }

    private synchronized List<NotificationStream> stop() {
        stopping = true;
        return List.copyOf(open);
    }
}
