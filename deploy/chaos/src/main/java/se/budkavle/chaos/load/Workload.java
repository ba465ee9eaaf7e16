package se.budkavle.chaos.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Who takes part, and what they write to each other.
 *
 * @param addresses all of them, with their owners
 * @param conversations all of them
 */
public record Workload(List<Owned> addresses, List<Conversation> conversations) {

    private static final int PARTICIPANTS = 4;
    private static final List<List<String>> LANES =
            List.of(List.of("NORMAL"), List.of("NORMAL", "BULK"), List.of("BULK"), List.of("EXPRESS", "NORMAL"));

    /**
     * An address and whose it is.
     *
     * @param address of the address registry
     * @param organisation its owner
     */
    public record Owned(String address, String organisation) {}

    /** Copies the lists. */
    public Workload {
        addresses = List.copyOf(addresses);
        conversations = List.copyOf(conversations);
    }

    /**
     * The same seed makes the same.
     *
     * @param organisations how many; each sends and receives
     * @param addressesEach inboxes of each
     * @param conversations how many at the same time
     * @param messages of all conversations together
     */
    public static Workload of(long seed, int organisations, int addressesEach, int conversations, int messages) {
        List<Owned> addresses = IntStream.range(0, organisations * addressesEach)
                .mapToObj(i -> owned(i % organisations, i / organisations))
                .toList();
        var random = new Random(seed);
        List<Conversation> all = new ArrayList<>();
        for (int i = 0; i < conversations; i++) {
            List<Owned> shuffled = new ArrayList<>(addresses);
            Collections.shuffle(shuffled, random);
            Owned sender = shuffled.getFirst();
            int share = messages / conversations + (i < messages % conversations ? 1 : 0);
            all.add(new Conversation(
                    "conversation-" + i,
                    sender.organisation(),
                    sender.address(),
                    shuffled.subList(1, 1 + Math.min(PARTICIPANTS, shuffled.size() - 1)).stream()
                            .map(Owned::address)
                            .toList(),
                    LANES.get(i % LANES.size()),
                    share,
                    random.nextLong()));
        }
        return new Workload(addresses, all);
    }

    private static Owned owned(int organisation, int number) {
        String name = "0203:agency-%d.example.se".formatted(organisation + 1);
        return new Owned("inbox-%d:%s".formatted(number + 1, name), name);
    }

    /** Those who take part. */
    public List<String> organisations() {
        return addresses.stream().map(Owned::organisation).distinct().sorted().toList();
    }
}
