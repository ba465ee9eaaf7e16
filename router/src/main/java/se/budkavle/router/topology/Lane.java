package se.budkavle.router.topology;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import se.budkavle.schemas.Topic;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.avro.Priority;

/**
 * A priority's own way through the router. Lanes share nothing, so that none ever waits for another.
 *
 * @param priority the priority
 */
record Lane(Priority priority) {

    static final List<Lane> ALL = Stream.of(Priority.EXPRESS, Priority.NORMAL, Priority.BULK)
            .map(Lane::new)
            .toList();

    String name() {
        return priority.name().toLowerCase(Locale.ROOT);
    }

    Topic<Message> topic() {
        return Topics.messages(priority);
    }

    /** The lane's own operator or store of a role: {@code route-normal}. */
    String its(String role) {
        return role + "-" + name();
    }
}
