package se.budkavle.notifier.mailbox;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import se.budkavle.notifier.mailbox.MailboxReads.Listing;

/**
 * Whose deliveries are asked for.
 *
 * @param organisation the caller's; it sees its own only
 * @param addresses the recipients
 * @param listing which deliveries
 * @param limit how many at most
 */
record InboxQuery(String organisation, List<String> addresses, Listing listing, int limit) {

    static final String PATH = "/internal/v1/inbox";

    InboxQuery {
        addresses = List.copyOf(addresses);
    }

    /** The same for some of the addresses. */
    InboxQuery ofAddresses(List<String> some) {
        return new InboxQuery(organisation, some, listing, limit);
    }

    /** The request that asks another instance for it. */
    String listPath(InboxCursor after, Duration wait) {
        return PATH + "?" + commonParameters(wait) + "&after=" + after + "&limit=" + limit + "&status="
                + listing.name().toLowerCase(Locale.ROOT);
    }

    /** The request that asks another instance for one delivery. */
    String itemPath(String messageId, Duration wait) {
        return PATH + "/" + encoded(messageId) + "?" + commonParameters(wait);
    }

    private String commonParameters(Duration wait) {
        return "organisation=" + encoded(organisation)
                + addresses.stream()
                        .map(address -> "&address=" + encoded(address))
                        .collect(Collectors.joining())
                + "&wait=" + wait.toMillis();
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
