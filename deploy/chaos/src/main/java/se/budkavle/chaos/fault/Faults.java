package se.budkavle.chaos.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import se.budkavle.chaos.cluster.Cluster;
import se.budkavle.chaos.cluster.Member;
import se.budkavle.chaos.cluster.Member.Circumstances;
import se.budkavle.chaos.cluster.Role;
import se.budkavle.chaos.load.HalfSent;
import se.budkavle.chaos.load.Sink;

/** Makes faults of what is planned. The same seed meets the same processes. */
public final class Faults {

    private static final Duration SLOW = Duration.ofMillis(200);

    /** Enough to start with, and little more. */
    private static final Circumstances SQUEEZED = new Circumstances(List.of("-Xmx96m"), java.util.Map.of());

    private final Cluster cluster;
    private final Sink sink;
    private final HalfSent halfSent;
    private final Random random;

    /**
     * Faults of a system.
     *
     * @param sink its subscribers' endpoints
     * @param halfSent clients that go away
     */
    public Faults(Cluster cluster, Sink sink, HalfSent halfSent, long seed) {
        this.cluster = cluster;
        this.sink = sink;
        this.halfSent = halfSent;
        this.random = new Random(seed);
    }

    Cluster cluster() {
        return cluster;
    }

    Fault of(Strike strike) {
        String kind = strike.kind().name();
        return switch (strike.kind()) {
            case KILL -> killed(kind, List.of(one(strike.role())), Circumstances.USUAL);
            case FREEZE -> frozen(kind, List.of(one(strike.role())));
            case TWO_KILLED -> killed(kind, someBrokers(2), Circumstances.USUAL);
            case TWO_FROZEN -> frozen(kind, someBrokers(2));
            case ALONE -> new Alone(someBrokers(3));
            case ROLL -> new Roll(cluster.members(), cluster.bootstrapServers());
            case UPGRADE ->
                new Upgrade(cluster.members().stream()
                        .filter(member -> member.role() != Role.BROKER)
                        .toList());
            case CUT -> new Links(kind, cluster.links(), one(strike.role()), Duration.ZERO);
            case DELAY -> new Links(kind, cluster.links(), one(strike.role()), SLOW);
            case REGISTRY -> new Simple(kind, cluster.registry()::close, cluster.registry()::start);
            case DISK -> new FullDisk(lastBroker());
            case CLOCK -> Clocks.fault(one(strike.role()));
            case POISON -> new Simple(kind, () -> Poison.on(cluster.bootstrapServers()), () -> {});
            case ENDPOINTS -> new Simple(kind, () -> sink.isOut(true), () -> sink.isOut(false));
            case MEMORY -> new Changed(kind, one(strike.role()), SQUEEZED);
            case HALF_SENT -> new Simple(kind, halfSent::send, () -> {});
        };
    }

    private Member one(@Nullable Role role) {
        List<Member> candidates = cluster.members(Objects.requireNonNull(role, "which process?"));
        return candidates.get(random.nextInt(candidates.size()));
    }

    private List<Member> someBrokers(int count) {
        List<Member> brokers = new ArrayList<>(cluster.members(Role.BROKER));
        if (brokers.size() < 3) {
            throw new IllegalStateException("three brokers are needed");
        }
        Collections.shuffle(brokers, random);
        return List.copyOf(brokers.subList(0, count));
    }

    private Member lastBroker() {
        return cluster.members(Role.BROKER).getLast();
    }

    private static Fault killed(String kind, List<Member> members, Circumstances after) {
        return new Fault() {
            @Override
            public String what() {
                return kind + " " + names(members);
            }

            @Override
            public List<Member> members() {
                return members;
            }

            @Override
            public void begin() throws InterruptedException {
                for (Member member : members) {
                    member.kill();
                }
            }

            @Override
            public void end() {
                members.forEach(member -> member.start(after));
            }
        };
    }

    private static Fault frozen(String kind, List<Member> members) {
        return new Fault() {
            @Override
            public String what() {
                return kind + " " + names(members);
            }

            @Override
            public List<Member> members() {
                return members;
            }

            @Override
            public void begin() throws InterruptedException {
                for (Member member : members) {
                    member.freeze();
                }
            }

            @Override
            public void end() throws InterruptedException {
                for (Member member : members) {
                    member.thaw();
                }
            }
        };
    }

    static String names(List<Member> members) {
        return String.join(", ", members.stream().map(Member::name).toList());
    }
}
