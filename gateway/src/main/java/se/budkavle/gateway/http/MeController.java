package se.budkavle.gateway.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import java.util.List;
import se.budkavle.gateway.message.MessageRules;
import se.budkavle.gateway.registry.Registry;
import se.budkavle.gateway.registry.SubscriptionSettings;

/** Tells callers who they are here. */
@Controller("/v1/me")
final class MeController {

    private static final int MOST_ADDRESSES = 1000;

    private final Registry registry;
    private final SubscriptionSettings subscriptions;

    MeController(Registry registry, SubscriptionSettings subscriptions) {
        this.registry = registry;
        this.subscriptions = subscriptions;
    }

    /**
     * Who calls.
     *
     * @param organisation the organisation
     * @param scopes what the token allows
     * @param addresses its addresses, up to 1000
     * @param limits what holds for every request, and what is left
     */
    record Me(String organisation, List<String> scopes, List<String> addresses, Limits limits) {}

    /**
     * What holds for every request.
     *
     * @param contentBytes largest content
     * @param recipients most recipients of a message
     * @param subscriptions most subscriptions of the organisation
     * @param subscriptionsLeft how many more there may be
     */
    record Limits(int contentBytes, int recipients, int subscriptions, int subscriptionsLeft) {}

    /** Who calls. */
    @Get
    Me me(HttpRequest<?> request) {
        var caller = Exchange.caller(request);
        var own = registry.copy().addressesOf(caller.organisation());
        return new Me(
                caller.organisation(),
                caller.scopes().stream().sorted().toList(),
                own.subList(0, Math.min(own.size(), MOST_ADDRESSES)),
                limits(caller.organisation()));
    }

    private Limits limits(String organisation) {
        int most = subscriptions.mostPerOrganisation();
        return new Limits(
                MessageRules.LARGEST_CONTENT,
                MessageRules.MOST_RECIPIENTS,
                most,
                Math.max(0, most - registry.copy().subscriptionCount(organisation)));
    }
}
