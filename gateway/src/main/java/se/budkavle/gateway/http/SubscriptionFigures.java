package se.budkavle.gateway.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.problem.RefusedException;

/**
 * How subscriptions fare, as the notifier's dispatcher and views know. Figures that cannot be had are left out: an operator
 * must see a subscription, and be able to suspend it, also while the notifier is away.
 */
@Singleton
final class SubscriptionFigures {

    /** What is known of an entity. */
    sealed interface Figures {
        /** {@return the subscription} */
        String id();
    }

    /** What is pending, as the dispatcher knows. */
    record Pending(String id, long pending, @Nullable Instant oldestPendingAt) implements Figures {}

    /** What the attempts that are kept met, as the views know. */
    record Attempts(
            String id, int attempts, int failures, @Nullable Instant lastSuccessAt) implements Figures {

        /** {@return from 0 to 1, to three digits; null where there are no attempts} */
        @Nullable Double failureRate() {
            return attempts == 0 ? null : Math.round(1000.0 * failures / attempts) / 1000.0;
        }
    }

    private final NotifierClient notifier;
    private final ObjectMapper json;

    SubscriptionFigures(NotifierClient notifier, ObjectMapper json) {
        this.notifier = notifier;
        this.json = json;
    }

    /** {@return by subscription; those that cannot be had are missing} */
    Map<String, Pending> pending(List<String> ids) {
        return ask("pending", ids, Pending.class);
    }

    /** {@return by subscription; those that cannot be had are missing} */
    Map<String, Attempts> attempts(List<String> ids) {
        return ask("attempts", ids, Attempts.class);
    }

    private <T extends Figures> Map<String, T> ask(String what, List<String> ids, Class<T> type) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        var uri = UriQuery.path("internal", "v1", "subscription-figures", what);
        ids.forEach(id -> uri.with("id", id));
        return answer(uri, type).map(Pages.Page::items).orElse(List.of()).stream()
                .collect(Collectors.toMap(Figures::id, Function.identity(), (one, same) -> one));
    }

    private <T> Optional<Pages.Page<T>> answer(UriQuery uri, Class<T> type) {
        var page = json.getTypeFactory().constructParametricType(Pages.Page.class, type);
        try {
            return notifier.read(uri, Duration.ZERO, bytes -> json.<Pages.Page<T>>readValue(bytes, page));
        } catch (RefusedException e) {
            // The client has complained.
            return Optional.empty();
        }
    }
}
