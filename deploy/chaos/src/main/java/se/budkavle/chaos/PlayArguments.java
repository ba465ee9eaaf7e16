package se.budkavle.chaos;

import picocli.CommandLine.Option;

/** What is played. */
final class PlayArguments {

    /** What it is about. */
    enum Scenario {
        KILL,
        SURVIVE,
        SOAK,
        LANES,
        REPLAY,
        DISASTER
    }

    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            defaultValue = "kill",
            description = {
                "kill: processes are struck while messages flow.",
                "survive: three brokers, and every fault alone and in combination; --quick: some of them.",
                "soak: three brokers at half the peak for an hour, with a fault every minute.",
                "lanes: express messages are measured alone and beside a backlog of bulk.",
                "replay: notifications die and are replayed, and every notifier is killed meanwhile.",
                "disaster: a site is mirrored to another one, and lost; the other one takes over."
            })
    private Scenario scenario;

    @Option(names = "--quick", description = "The survive scenario in five minutes, for every build.")
    private boolean quick;

    @Option(names = "--minutes", paramLabel = "N", description = "Of a soak (default: 60).", defaultValue = "60")
    private int minutes;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Of all that is chosen.")
    private long seed;

    Scenario scenario() {
        return scenario;
    }

    boolean isQuick() {
        return quick;
    }

    /** Of a soak. */
    int minutes() {
        return minutes;
    }

    long seed() {
        return seed;
    }
}
