package se.budkavle.chaos.account;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What each subscriber must be told of messages: senders of everything, recipients of their own deliveries. */
public final class DueList {

    /** What the built-in types begin with. */
    public static final String PREFIX = "se.budkavle.message.";

    /** A message was accepted: told to its sender. */
    public static final String ACCEPTED = PREFIX + "accepted";

    /** It is in an inbox. */
    public static final String AVAILABLE = PREFIX + "available";

    /** The recipient accepted it. */
    public static final String ACKNOWLEDGED = PREFIX + "acknowledged";

    /** The recipient rejected it. */
    public static final String REJECTED = PREFIX + "rejected";

    private final List<Accepted> accepted;
    private final List<Answered> answered;
    private final Map<String, String> owners;
    private final Map<String, Accepted> byId = new HashMap<>();

    /**
     * @param accepted messages in the order of their 202
     * @param answered what recipients answered
     * @param owners organisation by address
     */
    public DueList(List<Accepted> accepted, List<Answered> answered, Map<String, String> owners) {
        this.accepted = List.copyOf(accepted);
        this.answered = List.copyOf(answered);
        this.owners = Map.copyOf(owners);
        accepted.forEach(message -> byId.put(message.messageId(), message));
    }

    /** What a subscriber must be told; in each strand in the order in which it became due. */
    public List<Due> of(Subscriber subscriber) {
        List<Due> due = new ArrayList<>();
        for (Accepted message : accepted) {
            boolean isSender = message.organisation().equals(subscriber.organisation());
            if (isSender && subscriber.types().contains(ACCEPTED)) {
                due.add(new Due(Due.key(ACCEPTED, message.messageId(), ""), message.strand(), message.acceptedAt()));
            }
            if (subscriber.types().contains(AVAILABLE)) {
                for (String recipient : message.recipients()) {
                    if (isSender || subscriber.organisation().equals(owners.get(recipient))) {
                        due.add(new Due(
                                Due.key(AVAILABLE, message.messageId(), recipient),
                                message.strand() + " " + recipient,
                                message.acceptedAt()));
                    }
                }
            }
        }
        for (Answered answer : answered) {
            String type = answer.accepted() ? ACKNOWLEDGED : REJECTED;
            String sender = Objects.requireNonNull(byId.get(answer.messageId()), answer.messageId())
                    .organisation();
            boolean isTold = subscriber.organisation().equals(sender)
                    || subscriber.organisation().equals(owners.get(answer.recipient()));
            if (isTold && subscriber.types().contains(type)) {
                // Recipients answer several at a time: no order.
                due.add(new Due(Due.key(type, answer.messageId(), answer.recipient()), "", answer.at()));
            }
        }
        return due;
    }
}
