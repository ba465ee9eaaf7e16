package se.budkavle.router.topology;

import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;
import se.budkavle.router.decision.Decision;
import se.budkavle.schemas.avro.WaitKind;

/**
 * Sees to those who wait in conversations' queues, and calls whose turn has come. Nobody passes another of the same
 * conversation who waits for the same address, whatever addresses the sender stated; everybody else does. All rounds are
 * bounded and go on where the last one ended, so that many who wait in vain starve nobody.
 */
final class Usher {

    /** So many of a queue are read at once. */
    private static final int PAGE = 100;

    private final WaitingRoom room;
    private final Fates fates;
    private final Deciding deciding;
    private Bytes parkedPosition = WaitingIndexes.firstParked();
    private Bytes suspendedPosition = WaitingIndexes.firstSuspension();

    /** Queues that are longer than a round, the next first. */
    private final LinkedHashMap<String, Walk> underWay = new LinkedHashMap<>();

    Usher(WaitingRoom room, Fates fates, Deciding deciding) {
        this.room = room;
        this.fates = fates;
        this.deciding = deciding;
    }

    /** A queue, as far as it was walked: who stays there, and behind whom to go on. */
    private static final class Walk {
        private final String conversationId;
        private final Set<String> staying = new HashSet<>();
        private @Nullable Bytes behind;

        private Walk(String conversationId) {
            this.conversationId = conversationId;
        }
    }

    /** Looks up the parked, at most so many who wait. */
    void lookAtParked(int budget, Instant now) {
        int left = budget - goOn(budget / 2, now);
        while (left > 0) {
            String conversationId = room.nextParked(parkedPosition);
            if (conversationId == null) {
                parkedPosition = WaitingIndexes.firstParked();
                break;
            }
            parkedPosition = WaitingIndexes.parkedBehind(conversationId);
            left -= begin(conversationId, left, now);
        }
        goOn(left, now);
    }

    /** Looks at suspensions: once for each recipient, and at who waits only where it may have ended. */
    void lookAtSuspended(int budget, Instant now) {
        int left = budget - goOn(budget / 2, now);
        while (left > 0) {
            WaitingIndexes.Suspension suspension = room.nextSuspension(suspendedPosition);
            if (suspension == null) {
                suspendedPosition = WaitingIndexes.firstSuspension();
                break;
            }
            left--;
            if (deciding.mayGoOn(suspension.recipient())) {
                suspendedPosition = WaitingIndexes.suspensionsBehind(suspension);
                left -= begin(suspension.conversationId(), left, now);
            } else {
                suspendedPosition = WaitingIndexes.suspensionsBehind(suspension.recipient());
            }
        }
        goOn(left, now);
    }

    /** Looks at a conversation at once, as far as that is quickly done; the rest comes in the next rounds. */
    void lookAt(String conversationId, int budget, Instant now) {
        walk(new Walk(conversationId), budget, now);
    }

    /** How many were looked at. */
    private int begin(String conversationId, int budget, Instant now) {
        return underWay.containsKey(conversationId) ? 0 : walkOn(new Walk(conversationId), budget, now);
    }

    /** Long queues take half of a round, and what the others leave of it. */
    private int goOn(int budget, Instant now) {
        Map.Entry<String, Walk> first = budget > 0 ? underWay.pollFirstEntry() : null;
        return first == null ? 0 : walkOn(first.getValue(), budget, now);
    }

    private int walkOn(Walk walk, int budget, Instant now) {
        int looked = walk(walk, budget, now);
        if (looked >= budget) {
            underWay.put(walk.conversationId, walk);
        }
        return looked;
    }

    /** How many were looked at: fewer than the budget where the queue is at its end. */
    private int walk(Walk walk, int budget, Instant now) {
        // Looked up anew in each round: who stays may have moved in between.
        Set<String> taken = walk.staying.stream().map(deciding::destination).collect(Collectors.toSet());
        int looked = 0;
        while (looked < budget) {
            List<Waiting> page = room.queue(walk.conversationId, walk.behind, Math.min(PAGE, budget - looked));
            if (page.isEmpty()) {
                break;
            }
            for (Waiting waiting : page) {
                String recipient = Objects.requireNonNull(waiting.recipient());
                String destination = deciding.destination(recipient);
                if (!leaves(waiting, recipient, !taken.contains(destination), now)) {
                    taken.add(destination);
                    walk.staying.add(recipient);
                }
            }
            walk.behind = page.getLast().place();
            looked += page.size();
        }
        return looked;
    }

    /**
     * Whether one who waits has left.
     *
     * @param isFirst whether nobody before it waits for the same address
     */
    private boolean leaves(Waiting waiting, String recipient, boolean isFirst, Instant now) {
        boolean isSuspended = waiting.kind() == WaitKind.SUSPENDED;
        if (isSuspended && !isFirst) {
            return false;
        }
        boolean inGrace = !isSuspended && waiting.due().isAfter(now);
        Decision.Final decision =
                switch (deciding.decide(waiting.travelling().message(), recipient, now)) {
                    case Decision.Final known -> known;
                    // What is suspended waits on for an address that has gone, until it expires: it may come back.
                    case Decision.Park park -> isSuspended || inGrace ? null : park.atLast();
                };
        return switch (decision) {
            case null -> false;
            case Decision.Deliver deliver -> isFirst && left(waiting, recipient, deliver, now);
            case Decision.End end -> left(waiting, recipient, end, now);
            case Decision.Hold hold -> {
                // One dead letter is enough: what is suspended waits on, whatever else is the matter by now.
                if (isSuspended) {
                    yield false;
                }
                if (hold.isSuspension()) {
                    fates.suspend(waiting, recipient, hold, now);
                    yield false;
                }
                yield left(waiting, recipient, hold, now);
            }
        };
    }

    private boolean left(Waiting waiting, String recipient, Decision.Final decision, Instant now) {
        fates.leave(waiting, recipient, decision, now);
        return true;
    }
}
