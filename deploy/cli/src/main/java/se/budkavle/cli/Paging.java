package se.budkavle.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which part of a long list. */
final class Paging {

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "At most so many (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--after", paramLabel = "CURSOR", description = "Those behind an earlier list's end, its `next`.")
    private @Nullable String after;

    /** As parameters, without what stands before the first. */
    String query() {
        return "limit=" + limit + (after == null ? "" : "&after=" + Api.encode(after));
    }
}
