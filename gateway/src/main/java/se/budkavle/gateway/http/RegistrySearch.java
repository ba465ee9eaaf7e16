package se.budkavle.gateway.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import se.budkavle.gateway.address.AddressSyntax;
import se.budkavle.gateway.auth.Caller;
import se.budkavle.gateway.http.SearchHit.Kind;
import se.budkavle.gateway.registry.RegistryCopy;

/** What the registries have under a name, as the copy has it: nobody waits for what was written a moment ago. */
final class RegistrySearch {

    private RegistrySearch() {}

    static List<SearchHit> find(RegistryCopy copy, String text, Caller caller) {
        List<SearchHit> found = new ArrayList<>();
        var name = AddressSyntax.fold(text);
        if (name != null) {
            var address = copy.address(name);
            if (address != null && AddressController.isVisible(address, caller)) {
                found.add(
                        SearchHit.of(Kind.ADDRESS, name, address.getOrganisation(), "address", address.getUpdatedAt()));
            }
            if (copy.knows(name)) {
                var organisation = copy.organisation(name);
                var at = organisation == null ? null : organisation.getUpdatedAt();
                found.add(SearchHit.of(Kind.ORGANISATION, name, name, "organisation", at));
            }
        }
        var subscription = copy.subscription(text.toLowerCase(Locale.ROOT));
        if (subscription != null) {
            found.add(SearchHit.of(
                    Kind.SUBSCRIPTION,
                    subscription.getSubscriptionId(),
                    subscription.getOrganisation(),
                    "subscriptionId",
                    subscription.getUpdatedAt()));
        }
        var type = copy.eventType(text);
        if (type != null) {
            found.add(SearchHit.of(
                    Kind.EVENT_TYPE, type.getType(), type.getOrganisation(), "eventType", type.getUpdatedAt()));
        }
        return found;
    }
}
