package se.budkavle.chaos;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import se.budkavle.chaos.cluster.Role;

/**
 * A fault that is planned.
 *
 * @param kind what is done
 * @param role to which kind of process; the seed chooses which
 * @param at when: that part of all messages is accepted, 0 to 1
 * @param lasting after which it is started again, or goes on; null: never
 */
public record Strike(
        Kind kind, Role role, double at, @Nullable Duration lasting) {

    /** What is done to a process. */
    public enum Kind {
        /** {@code kill -9}. */
        KILL,
        /** {@code kill -STOP}. */
        FREEZE
    }
}
