package se.budkavle.notifier.views;

import io.micronaut.context.annotation.Requires;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.api.StreamsReadiness;
import se.budkavle.schemas.streams.StreamsApplication;

/** Whether the views follow what happens. */
@Singleton
@Readiness
@Requires(beans = ViewsApplication.class)
final class ViewsReadiness extends StreamsReadiness {

    private final ViewsApplication views;

    ViewsReadiness(ViewsApplication views) {
        super("views");
        this.views = views;
    }

    @Override
    protected @Nullable StreamsApplication application() {
        return views.streams();
    }
}
