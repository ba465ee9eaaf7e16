package se.budkavle.notifier.content;

/**
 * What came of a fetch.
 *
 * @param <T> what was asked for
 */
public sealed interface Fetched<T> {

    /**
     * It is there.
     *
     * @param value what was asked for
     * @param <T> its type
     */
    record Found<T>(T value) implements Fetched<T> {}

    /**
     * It is not there (any more): disposed of with its topic's retention, or never what the reference says.
     *
     * @param <T> what was asked for
     */
    record Missing<T>() implements Fetched<T> {}

    /**
     * Nobody knows in time: Kafka does not answer, or too many fetch at once.
     *
     * @param <T> what was asked for
     */
    record Unavailable<T>() implements Fetched<T> {}
}
