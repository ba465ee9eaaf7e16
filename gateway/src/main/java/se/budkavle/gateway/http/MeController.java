package se.budkavle.gateway.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import java.util.List;
import se.budkavle.gateway.auth.Caller;
import se.budkavle.gateway.message.MessageRules;
import se.budkavle.gateway.quota.Quotas;
import se.budkavle.gateway.registry.Registry;
import se.budkavle.gateway.registry.SubscriptionSettings;

/** Tells callers who they are here. */
@Controller("/v1/me")
final class MeController {

    private static final int MOST_ADDRESSES = 1000;

    private final Registry registry;
    private final SubscriptionSettings subscriptions;
    private final RateSettings rate;
    private final RateLimits rates;
    private final Quotas quotas;

    MeController(
            Registry registry, SubscriptionSettings subscriptions, RateSettings rate, RateLimits rates, Quotas quotas) {
        this.registry = registry;
        this.subscriptions = subscriptions;
        this.rate = rate;
        this.rates = rates;
        this.quotas = quotas;
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
     * @param requestsPerSecond requests a second, over time, at each gateway
     * @param requestsLeft how many there may be at once now, at this gateway
     * @param bytesAtOnce bytes of content and events' data at once, at each gateway
     * @param bytesLeft how many there may be at once now, at this gateway
     * @param openDeliveries most deliveries under way: to recipients who have not answered
     * @param openDeliveriesLeft how many more there may be now, give or take those of the last seconds
     */
    record Limits(
            int contentBytes,
            int recipients,
            int subscriptions,
            int subscriptionsLeft,
            int requestsPerSecond,
            int requestsLeft,
            long bytesAtOnce,
            long bytesLeft,
            long openDeliveries,
            long openDeliveriesLeft) {}

    /** Who calls. */
    @Get
    Me me(HttpRequest<?> request) {
        var caller = Exchange.caller(request);
        var own = registry.copy().addressesOf(caller.organisation());
        return new Me(
                caller.organisation(),
                caller.scopes().stream().sorted().toList(),
                own.subList(0, Math.min(own.size(), MOST_ADDRESSES)),
                limits(caller));
    }

    private Limits limits(Caller caller) {
        int most = subscriptions.mostPerOrganisation();
        var bytes = quotas.bytes(caller.organisation());
        var open = quotas.open(caller.organisation());
        return new Limits(
                MessageRules.LARGEST_CONTENT,
                MessageRules.MOST_RECIPIENTS,
                most,
                Math.max(0, most - registry.copy().subscriptionCount(caller.organisation())),
                rate.requestsPerSecond(),
                rates.left(caller),
                bytes.limit(),
                bytes.left(),
                open.limit(),
                open.left());
    }
}
