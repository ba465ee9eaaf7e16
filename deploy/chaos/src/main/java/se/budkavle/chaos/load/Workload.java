package se.budkavle.chaos.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Who takes part, and what they write to each other.
 *
 * @param addresses all of them, with their owners
 * @param conversations all of them
 */
public record Workload(List<Owned> addresses, List<Conversation> conversations) {

    private static final int ORGANISATIONS = 6;
    private static final int ADDRESSES_EACH = 4;
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
     * Conversations in all lanes, some of them in two at a time. The same seed makes the same.
     *
     * @param conversations how many at the same time
     * @param messages of all conversations together
     */
    public static Workload mixed(long seed, int conversations, int messages) {
        return of("", LANES, seed, conversations, messages);
    }

    /**
     * Conversations in one lane.
     *
     * @param name makes its inboxes and conversations others than those of any other name
     */
    public static Workload inOneLane(String name, String lane, long seed, int conversations, int messages) {
        return of(name + "-", List.of(List.of(lane)), seed, conversations, messages);
    }

    /** Who takes part. */
    public List<String> organisations() {
        return addresses.stream().map(Owned::organisation).distinct().toList();
    }

    /** Organisation by address. */
    public Map<String, String> owners() {
        return addresses.stream().collect(Collectors.toMap(Owned::address, Owned::organisation));
    }

    private static Workload of(String prefix, List<List<String>> lanes, long seed, int conversations, int messages) {
        List<Owned> addresses = IntStream.range(0, ORGANISATIONS * ADDRESSES_EACH)
                .mapToObj(i -> owned(prefix, i % ORGANISATIONS, i / ORGANISATIONS))
                .toList();
        var random = new Random(seed);
        List<Conversation> all = new ArrayList<>();
        for (int i = 0; i < conversations; i++) {
            List<Owned> shuffled = new ArrayList<>(addresses);
            Collections.shuffle(shuffled, random);
            Owned sender = shuffled.getFirst();
            int share = messages / conversations + (i < messages % conversations ? 1 : 0);
            all.add(new Conversation(
                    prefix + "conversation-" + i,
                    sender.organisation(),
                    sender.address(),
                    shuffled.subList(1, 1 + PARTICIPANTS).stream()
                            .map(Owned::address)
                            .toList(),
                    lanes.get(i % lanes.size()),
                    share,
                    random.nextLong()));
        }
        return new Workload(addresses, all);
    }

    private static Owned owned(String prefix, int organisation, int number) {
        String name = "0203:agency-%d.example.se".formatted(organisation + 1);
        return new Owned("%sinbox-%d:%s".formatted(prefix, number + 1, name), name);
    }
}
