package se.budkavle.cli;

import java.util.List;
import picocli.CommandLine.Option;

/** Which applications an installation runs; ids are configuration, as views that are built anew get another one. */
final class Applications {

    /** As they are called where nobody says otherwise. */
    static final String BY_DEFAULT =
            "budkavle-router,budkavle-router-bulk,budkavle-mailbox,budkavle-views,budkavle-feed,budkavle-health,budkavle-dispatcher";

    @Option(
            names = "--applications",
            split = ",",
            paramLabel = "ID",
            defaultValue = "${env:BUDKAVLE_APPLICATIONS:-" + BY_DEFAULT + "}",
            description = {
                "All application ids of the installation, which are its consumer groups",
                "(default: BUDKAVLE_APPLICATIONS, or what services are called by default)."
            })
    private List<String> ids = List.of();

    /** Their ids. */
    List<String> ids() {
        return List.copyOf(ids);
    }
}
