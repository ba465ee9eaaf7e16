package se.budkavle.chaos;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much is sent, by whom, and over what. */
final class LoadArguments {

    @Option(
            names = "--messages",
            paramLabel = "N",
            description = {
                "How many (default: 50000); lanes: bulk messages that are queued (default: 100000);",
                "replay: notifications that die (default: 10000); disaster: (default: 2000)."
            })
    private @Nullable Integer messages;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = {
                "Messages a second; 0: no limit (default: 40, what two cores bear); lanes: express messages (default: 50);",
                "replay: dead letters that are replayed a second (default: 100); disaster: (default: 10)."
            })
    private @Nullable Integer rate;

    @Option(
            names = "--bulk-rate",
            paramLabel = "N",
            defaultValue = "20",
            description = "lanes: recipients of bulk messages that each router may route a second.")
    private int bulkRate;

    @Option(names = "--conversations", paramLabel = "N", defaultValue = "48", description = "At the same time.")
    private int conversations;

    @Option(names = "--partitions", paramLabel = "N", defaultValue = "2", description = "Of every topic.")
    private int partitions;

    @Option(
            names = "--subscribers",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Whether there are any; without them two cores bear more messages.")
    private boolean subscribers;

    /** How many messages: each scenario has a number of its own where none is given. */
    int messagesOr(int usual) {
        return messages == null ? usual : messages;
    }

    /** How many a second, likewise. */
    int rateOr(int usual) {
        return rate == null ? usual : rate;
    }

    /** Recipients of bulk messages a second, for each router. */
    int bulkRate() {
        return bulkRate;
    }

    int conversations() {
        return conversations;
    }

    /** Of every topic. */
    int partitions() {
        return partitions;
    }

    boolean hasSubscribers() {
        return subscribers;
    }
}
