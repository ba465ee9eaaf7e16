package se.budkavle.cli;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import se.budkavle.schemas.Topic;
import se.budkavle.schemas.Topics;

/** What a takeover has to do with which topic. */
final class TakeoverTopics {

    private TakeoverTopics() {}

    /** Those of whose records state or a cursor knows the offset, and dead letters: they go on beyond the other site's. */
    static Set<String> movedOn() {
        return named(TakeoverTopics::isKnownByOffset, _ -> true);
    }

    private static boolean isKnownByOffset(Topic<?> topic) {
        return switch (topic.cleanup()) {
            case Topic.Cleanup.Retain _ -> true;
            // Of these the last state of each key counts, whatever its offset; but ids of dead letters are made of it.
            case Topic.Cleanup.Compact _, Topic.Cleanup.Forget _ ->
                Topics.withDeadLetters().contains(topic);
        };
    }

    /**
     * Those that should have come over and did not. Services would make them anew: without {@code content-keys} nobody could
     * read what was sent, without a registry nobody would be known.
     *
     * @param here what there is
     * @param neverThere what the other site did not have
     */
    static Set<String> missing(Collection<String> here, Collection<String> neverThere) {
        Set<String> missing = named(topic -> !topic.equals(Topics.COMMAND_RESULTS), _ -> true);
        missing.removeAll(here);
        missing.removeAll(neverThere);
        return missing;
    }

    /** Those to which brokers give the time. While they were mirrored, records kept that of the other site. */
    static Set<String> stamped() {
        return named(topic -> topic.time() == Topic.Time.APPEND, _ -> false);
    }

    private static Set<String> named(Predicate<Topic<?>> which, Predicate<Topic<?>> deadLetters) {
        return Stream.concat(
                        Topics.all().stream().filter(which).map(Topic::name),
                        Topics.withDeadLetters().stream().filter(deadLetters).map(Topic::deadLetters))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
