package se.budkavle.cli;

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
        return names(Stream.concat(
                named(topic -> switch (topic.cleanup()) {
                    case Topic.Cleanup.Retain _ -> true;
                    // Of these the last state of each key counts, whatever its offset.
                    case Topic.Cleanup.Compact _, Topic.Cleanup.Forget _ -> false;
                }),
                Topics.withDeadLetters().stream().map(Topic::deadLetters)));
    }

    /** Those to which brokers give the time. While they were mirrored, records kept that of the other site. */
    static Set<String> stamped() {
        return names(named(topic -> topic.time() == Topic.Time.APPEND));
    }

    private static Stream<String> named(Predicate<Topic<?>> which) {
        return Topics.all().stream().filter(which).map(Topic::name);
    }

    private static Set<String> names(Stream<String> names) {
        return names.collect(Collectors.toCollection(TreeSet::new));
    }
}
