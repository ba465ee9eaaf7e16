package se.budkavle.chaos.load;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What one organisation writes to some addresses, one message after the other. The same seed makes the same messages.
 *
 * @param id of the conversation
 * @param organisation the sender's
 * @param sender its address
 * @param participants to whom; each message goes to some of them
 * @param priorities the lanes that it uses
 * @param messages how many
 * @param seed of everything that is chosen
 */
public record Conversation(
        String id,
        String organisation,
        String sender,
        List<String> participants,
        List<String> priorities,
        int messages,
        long seed) {

    private static final int SHORTEST_TEXT = 100;
    private static final int LONGEST_TEXT = 2_000;

    /** Copies the lists. */
    public Conversation {
        participants = List.copyOf(participants);
        priorities = List.copyOf(priorities);
    }

    /** Its message of that number, from 0. */
    Draft draft(int number) {
        var random = new SplittableRandom(seed + number);
        var priority = priorities.get(random.nextInt(priorities.size()));
        var recipients = new ArrayList<>(participants);
        recipients.removeIf(_ -> random.nextInt(4) == 0);
        if (recipients.isEmpty()) {
            recipients.add(participants.get(random.nextInt(participants.size())));
        }
        return new Draft(key(number), priority, recipients, text(number, random));
    }

    /** The last message of each lane, to everybody: when it has come, all before it have, and what came twice has too. */
    List<Draft> closing() {
        List<Draft> drafts = new ArrayList<>();
        for (int i = 0; i < priorities.size(); i++) {
            int number = messages + i;
            drafts.add(new Draft(
                    key(number), priorities.get(i), participants, text(number, new SplittableRandom(seed + number))));
        }
        return drafts;
    }

    private String key(int number) {
        return id + "/" + number;
    }

    private String text(int number, SplittableRandom random) {
        var text =
                new StringBuilder(Draft.MARK + ", message ").append(key(number)).append(". ");
        int length = random.nextInt(SHORTEST_TEXT, LONGEST_TEXT);
        while (text.length() < length) {
            text.append((char) random.nextInt('a', 'z' + 1));
        }
        return text.toString();
    }
}
