package se.budkavle.chaos.fault;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import se.budkavle.chaos.cluster.Role;

/**
 * A fault that is planned.
 *
 * @param kind what is done
 * @param role to which kind of process; the seed chooses which; null where the kind says it
 * @param at when: that part of all messages is accepted, 0 to 1
 * @param lasting after which it is undone; null: never
 */
public record Strike(
        Kind kind, @Nullable Role role, double at, @Nullable Duration lasting) {

    /** What is done. */
    public enum Kind {
        /** {@code kill -9}; started again. */
        KILL,
        /** {@code kill -STOP}; goes on. */
        FREEZE,
        /** Two of three brokers are killed. */
        TWO_KILLED,
        /** Two of three brokers are frozen. */
        TWO_FROZEN,
        /** Two brokers are frozen, and the third is killed after it has been alone for a moment. */
        ALONE,
        /** Every process is stopped and started, one after the other. */
        ROLL,
        /** Services of an earlier build are replaced by those of this one, one after the other. */
        UPGRADE,
        /** Every link of a process is cut. */
        CUT,
        /** Every link of a process is slow. */
        DELAY,
        /** The schema registry is killed. */
        REGISTRY,
        /** The disk of a broker is full. */
        DISK,
        /** A process believes that it is an hour later. */
        CLOCK,
        /** A record that nobody can read comes on every topic. */
        POISON,
        /** All endpoints answer 503. */
        ENDPOINTS,
        /** A process has hardly any memory. */
        MEMORY,
        /** Clients go away in the middle of what they send. */
        HALF_SENT
    }

    /** Whether the service may stand still for as long as it lasts: too few brokers are left, or reached. */
    public boolean isOutage() {
        return switch (kind) {
            case TWO_KILLED, TWO_FROZEN, ALONE -> true;
            case CUT, DELAY -> role == Role.BROKER;
            case KILL, FREEZE, ROLL, UPGRADE, REGISTRY, DISK, CLOCK, POISON, ENDPOINTS, MEMORY, HALF_SENT -> false;
        };
    }

    /** Whether gateways must say that they are not ready, as nothing can be accepted. */
    public boolean endsIntake() {
        return kind == Kind.TWO_KILLED || kind == Kind.TWO_FROZEN;
    }

    /** Whether it only adds to what is there: nothing goes away, so nothing is to come back. */
    public boolean isAddition() {
        return kind == Kind.POISON || kind == Kind.HALF_SENT;
    }

    /** Whether it says how long anything may take: not where everything stops in turn, or is slow on purpose. */
    public boolean isLimited() {
        return kind != Kind.ROLL && kind != Kind.UPGRADE && kind != Kind.MEMORY;
    }
}
