package se.budkavle.notifier.feed;

import io.micronaut.context.annotation.Requires;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.api.StreamsReadiness;
import se.budkavle.schemas.streams.StreamsApplication;

/** Whether the feed follows what subscribers are told. */
@Singleton
@Readiness
@Requires(beans = FeedApplication.class)
final class FeedReadiness extends StreamsReadiness {

    private final FeedApplication feed;

    FeedReadiness(FeedApplication feed) {
        super("feed");
        this.feed = feed;
    }

    @Override
    protected @Nullable StreamsApplication application() {
        return feed.streams();
    }
}
