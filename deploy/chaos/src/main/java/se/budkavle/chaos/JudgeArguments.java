package se.budkavle.chaos;

import java.time.Duration;
import picocli.CommandLine.Option;

/** What is looked at afterwards, and what may be. */
final class JudgeArguments {

    @Option(
            names = "--compare-every",
            paramLabel = "N",
            defaultValue = "20",
            description = "Of how many messages in an inbox one is fetched and compared.")
    private int compareEvery;

    @Option(
            names = "--resume-within",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "How long an inbox may stand still after a strike.")
    private int resumeWithin;

    @Option(
            names = "--lost-within",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "disaster: what was accepted so shortly before the end of a site may be lost with it.")
    private int lostWithin;

    @Option(
            names = "--limits",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Whether times are limited. Without: all must be exact, however long it takes.")
    private boolean limits;

    @Option(
            names = "--books",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Whether the system's own books are compared with the clients'.")
    private boolean books;

    int compareEvery() {
        return compareEvery;
    }

    /** How long anything may take. */
    Limits limits() {
        return limits ? Limits.PROMISED.resumed(Duration.ofSeconds(resumeWithin)) : Limits.NONE;
    }

    /** What came so shortly before the end of a site may be lost with it. */
    Duration lostWithin() {
        return Duration.ofSeconds(lostWithin);
    }

    boolean hasBooks() {
        return books;
    }
}
