package se.budkavle.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import se.budkavle.chaos.cluster.Role;
import se.budkavle.chaos.fault.Strike;
import se.budkavle.chaos.fault.Strike.Kind;

/** Which faults come when. The same seed makes the same plan. */
final class Plan {

    private record Choice(
            Kind kind, @Nullable Role role, @Nullable Integer seconds) {}

    /** What ends a promise soonest when a switch is thrown: the quick run has no time for more. */
    private static final List<Choice> QUICK = List.of(
            new Choice(Kind.KILL, Role.BROKER, 8),
            new Choice(Kind.KILL, Role.ROUTER, 8),
            new Choice(Kind.KILL, Role.NOTIFIER, 8),
            new Choice(Kind.KILL, Role.GATEWAY, 8),
            new Choice(Kind.TWO_FROZEN, Role.BROKER, 8),
            new Choice(Kind.ALONE, Role.BROKER, 1),
            new Choice(Kind.POISON, null, null));

    private static final List<Choice> ALL = List.of(
            new Choice(Kind.KILL, Role.BROKER, 20),
            new Choice(Kind.KILL, Role.ROUTER, 20),
            new Choice(Kind.KILL, Role.NOTIFIER, 20),
            new Choice(Kind.KILL, Role.GATEWAY, 20),
            new Choice(Kind.FREEZE, Role.BROKER, 20),
            new Choice(Kind.FREEZE, Role.ROUTER, 20),
            new Choice(Kind.FREEZE, Role.NOTIFIER, 20),
            new Choice(Kind.FREEZE, Role.GATEWAY, 20),
            new Choice(Kind.TWO_KILLED, Role.BROKER, 20),
            new Choice(Kind.TWO_FROZEN, Role.BROKER, 20),
            new Choice(Kind.ALONE, Role.BROKER, 1),
            new Choice(Kind.CUT, Role.BROKER, 15),
            new Choice(Kind.CUT, Role.ROUTER, 15),
            new Choice(Kind.CUT, Role.NOTIFIER, 15),
            new Choice(Kind.CUT, Role.GATEWAY, 15),
            new Choice(Kind.DELAY, Role.BROKER, 15),
            new Choice(Kind.DELAY, Role.ROUTER, 15),
            new Choice(Kind.REGISTRY, null, 60),
            new Choice(Kind.DISK, Role.BROKER, 15),
            new Choice(Kind.CLOCK, Role.GATEWAY, 30),
            new Choice(Kind.CLOCK, Role.ROUTER, 30),
            new Choice(Kind.CLOCK, Role.NOTIFIER, 30),
            new Choice(Kind.POISON, null, null),
            new Choice(Kind.ENDPOINTS, null, 20),
            new Choice(Kind.MEMORY, Role.NOTIFIER, 20),
            new Choice(Kind.HALF_SENT, null, null),
            new Choice(Kind.ROLL, null, null));

    /** What may come together: each leaves the service able to go on. */
    private static final List<Choice> COMBINED = ALL.stream()
            .filter(choice -> switch (choice.kind()) {
                case KILL, FREEZE -> choice.role() != Role.BROKER;
                case POISON, ENDPOINTS, HALF_SENT, DELAY -> true;
                case CUT -> choice.role() != Role.BROKER;
                case TWO_KILLED, TWO_FROZEN, ALONE, ROLL, UPGRADE, REGISTRY, DISK, CLOCK, MEMORY -> false;
            })
            .toList();

    /** Needs another build, and so is never part of a plan that nobody asked for. */
    private static final Choice UPGRADE = new Choice(Kind.UPGRADE, null, null);

    private Plan() {}

    /** For every build. */
    static List<Strike> quick(long seed) {
        return spread(shuffled(QUICK, new Random(seed)).stream().map(List::of).toList());
    }

    /**
     * Every fault alone, then some in combination.
     *
     * @param combinations how many, of two and three
     */
    static List<Strike> full(long seed, int combinations) {
        Random random = new Random(seed);
        List<List<Choice>> moments =
                new ArrayList<>(shuffled(ALL, random).stream().map(List::of).toList());
        for (int i = 0; i < combinations; i++) {
            moments.add(shuffled(COMBINED, random).subList(0, 2 + random.nextInt(2)));
        }
        return spread(moments);
    }

    /** One process each time, again and again. */
    static List<Strike> soak(long seed, int strikes) {
        Random random = new Random(seed);
        List<List<Choice>> moments = new ArrayList<>();
        for (int i = 0; i < strikes; i++) {
            moments.add(List.of(QUICK.get(random.nextInt(QUICK.size()))));
        }
        return spread(moments);
    }

    /**
     * Just these.
     *
     * @param names kinds, with a role where the kind needs one: {@code FREEZE:ROUTER}; those that come together with a plus in
     *     between
     */
    static List<Strike> of(List<String> names) {
        return spread(names.stream()
                .map(together ->
                        Stream.of(together.split("\\+")).map(Plan::choice).toList())
                .toList());
    }

    /** All names that {@link #of} knows. */
    static List<String> names() {
        return named().map(Plan::name).toList();
    }

    private static Stream<Choice> named() {
        return Stream.concat(ALL.stream(), Stream.of(UPGRADE));
    }

    private static Choice choice(String name) {
        return named().filter(choice -> name(choice).equalsIgnoreCase(name)
                        || choice.kind().name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such fault: " + name + "; there are " + names()));
    }

    private static String name(Choice choice) {
        return choice.role() == null ? choice.kind().name() : choice.kind() + ":" + choice.role();
    }

    private static List<Choice> shuffled(List<Choice> choices, Random random) {
        List<Choice> shuffled = new ArrayList<>(choices);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    private static List<Strike> spread(List<List<Choice>> moments) {
        List<Strike> strikes = new ArrayList<>();
        for (int i = 0; i < moments.size(); i++) {
            double at = (i + 0.5) / moments.size();
            for (Choice choice : moments.get(i)) {
                Integer seconds = choice.seconds();
                strikes.add(new Strike(
                        choice.kind(), choice.role(), at, seconds == null ? null : Duration.ofSeconds(seconds)));
            }
        }
        return strikes;
    }
}
