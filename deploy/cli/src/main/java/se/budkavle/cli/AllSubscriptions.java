package se.budkavle.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which of everybody's subscriptions an operator wants to see; what is left out does not matter. */
final class AllSubscriptions {

    @Option(names = "--all", required = true, description = "Those of all, and how they fare (operators).")
    boolean all;

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            description = "Only those that are PENDING, ACTIVE, PAUSED or SUSPENDED.")
    private @Nullable String status;

    @Option(names = "--organisation", paramLabel = "ORGANISATION", description = "Only those of that organisation.")
    private @Nullable String organisation;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "At most so many (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--after", paramLabel = "CURSOR", description = "Those behind a page's end.")
    private @Nullable String after;

    String path() {
        return SubscriptionsCommand.OPERATOR_PATH + "?limit=" + limit + stated("status", status)
                + stated("organisation", organisation) + stated("after", after);
    }

    private static String stated(String name, @Nullable String value) {
        return value == null ? "" : "&" + name + "=" + Api.encode(value);
    }
}
