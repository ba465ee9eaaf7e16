package se.budkavle.e2e.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.streams.test.TestRecord;
import se.budkavle.notifier.mailbox.MailboxListener;
import se.budkavle.notifier.mailbox.MailboxSettings;
import se.budkavle.notifier.mailbox.MailboxTopology;
import se.budkavle.notifier.mailbox.ReminderSettings;
import se.budkavle.router.topology.Pace;
import se.budkavle.router.topology.RouterConfig;
import se.budkavle.router.topology.RouterMetrics;
import se.budkavle.router.topology.RouterPart;
import se.budkavle.router.topology.RouterTopology;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.DeadLetter;
import se.budkavle.schemas.DeadLetterRetention;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.Address;
import se.budkavle.schemas.avro.Balance;
import se.budkavle.schemas.avro.BookKeeper;
import se.budkavle.schemas.avro.DeadLetterResolution;
import se.budkavle.schemas.avro.Delivery;
import se.budkavle.schemas.avro.DeliveryKind;
import se.budkavle.schemas.avro.MailboxCommand;
import se.budkavle.schemas.avro.MailboxCommandKind;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.MessageEventType;
import se.budkavle.schemas.avro.Organisation;

/** Router and mailbox, one behind the other, and what both should make of what happens. */
final class Story implements AutoCloseable {

    private static final String SENDER = "0203:sender.se";
    private static final Duration LONGEST = Duration.ofMinutes(6);
    private static final int MOST_ROUNDS = 500;

    /** So small that rounds end in the middle of queues. */
    private static final RouterConfig ROUTER = new RouterConfig(
            Duration.ofDays(30),
            Duration.ofHours(1),
            Duration.ofSeconds(1),
            1000,
            Duration.ofSeconds(10),
            Duration.ofMillis(100),
            3,
            Duration.ofMillis(200),
            2,
            Duration.ofSeconds(1),
            5,
            true,
            Duration.ofDays(90),
            1000,
            Duration.ofDays(150));

    private static final MailboxSettings MAILBOX = new MailboxSettings(
            true,
            "model",
            1,
            0,
            Duration.ofMillis(20),
            Duration.ofMillis(20),
            Duration.ofMillis(250),
            2,
            Duration.ofSeconds(1),
            1000);

    private static final Set<MessageEventType> ENDS = Set.of(
            MessageEventType.ACKNOWLEDGED,
            MessageEventType.REJECTED,
            MessageEventType.EXPIRED,
            MessageEventType.CANCELLED,
            MessageEventType.UNDELIVERABLE);

    private final Driven router;
    private final Driven mailbox;
    private final Map<String, Address> addresses = new LinkedHashMap<>();
    private final Map<String, Organisation> organisations = new LinkedHashMap<>();
    private final List<Message> sent = new ArrayList<>();
    private final Map<String, Integer> place = new HashMap<>();
    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<TestRecord<byte[], byte[]>> deadLetters = new ArrayList<>();
    private final Set<String> resolved = new HashSet<>();
    private final Map<String, List<MessageEventType>> ends = new HashMap<>();
    private final Map<String, Balance> balances = new HashMap<>();
    private int expected;
    private long received;
    private long duplicates;
    private long conflicts;

    /** Offsets that are taken: a driver begins anew with 0, a topic does not. */
    private int routed;

    private int handedOver;

    Story(Path directory, Instant start) {
        AvroSerdes serdes = AvroSerdes.inMemory();
        router = new Driven(
                serdes,
                () -> RouterTopology.build(
                        RouterPart.ALL,
                        ROUTER,
                        DeadLetterRetention.DEFAULT,
                        serdes,
                        new RouterMetrics(new SimpleMeterRegistry()),
                        new Pace(1, System::nanoTime)),
                directory.resolve("router"),
                start);
        mailbox = new Driven(
                serdes,
                () -> MailboxTopology.build(
                        serdes,
                        MAILBOX,
                        new ReminderSettings(Duration.ofDays(3), Duration.ofDays(7)),
                        MailboxListener.NONE),
                directory.resolve("mailbox"),
                start);
    }

    void happens(Step step) {
        Instant now = router.now();
        switch (step) {
            case Step.Send send -> send(send, now);
            case Step.Again again when !sent.isEmpty() -> again(sent.get(again.which() % sent.size()), again.changed());
            case Step.Register(char address, boolean active, Character movedTo) ->
                know(
                        name(address),
                        Records.address(name(address), "0203:owner-" + address % 2 + ".se", active, now)
                                .setMovedTo(movedTo == null ? null : name(movedTo))
                                .build());
            case Step.Remove(char address) -> {
                addresses.remove(name(address));
                router.pipe(Topics.ADDRESSES, name(address), null);
            }
            case Step.Organise(int which, boolean suspended) -> organise(which, suspended);
            case Step.Cancel(int which)
            when !sent.isEmpty() -> route(Records.cancellation(sent.get(which % sent.size())));
            case Step.Act(int which, var kind)
            when !deadLetters.isEmpty() -> {
                var command = Records.command(kind, deadLetters.get(which % deadLetters.size()), now);
                router.pipe(Topics.DEAD_LETTER_COMMANDS, command.getDeadLetterId(), command);
                routed++;
            }
            case Step.Retrieve(int which)
            when !deliveries.isEmpty() -> {
                ask(Records.command(MailboxCommandKind.RETRIEVE, deliveries.get(which % deliveries.size()), now)
                        .build());
            }
            case Step.Acknowledge(int which, var outcome)
            when !deliveries.isEmpty() -> {
                ask(Records.command(MailboxCommandKind.ACKNOWLEDGE, deliveries.get(which % deliveries.size()), now)
                        .setOutcome(outcome)
                        .build());
            }
            case Step.Pass(int millis) -> pass(Duration.ofMillis(millis));
            case Step.RestartRouter() -> restartRouter();
            case Step.RestartMailbox() -> restartMailbox();
            default -> {}
        }
        carryOn();
    }

    private void send(Step.Send step, Instant now) {
        Message message = Records.message(
                        SENDER, step.to().stream().map(Story::name).toList(), now)
                .setConversationId("conversation-" + step.conversation())
                .setNotBefore(step.releasedIn() == 0 ? null : now.plusSeconds(step.releasedIn()))
                .setExpiresAt(now.plusSeconds(step.expiresIn()))
                .build();
        place.put(message.getMessageId(), sent.size());
        sent.add(message);
        expected += step.to().size();
        received += step.to().size();
        route(message);
    }

    private void again(Message first, boolean changed) {
        int recipients = first.getRecipients().size();
        received += recipients;
        if (changed) {
            conflicts += recipients;
        } else {
            duplicates += recipients;
        }
        route(
                changed
                        ? Message.newBuilder(first)
                                .setRequestDigest(Records.digest("another request"))
                                .build()
                        : first);
    }

    private void route(Message message) {
        router.pipe(Topics.MESSAGES_NORMAL, message.getConversationId(), message);
        routed++;
    }

    private void know(String name, Address address) {
        addresses.put(name, address);
        router.pipe(Topics.ADDRESSES, name, address);
    }

    private void organise(int which, boolean suspended) {
        Organisation organisation = Records.organisation("0203:owner-" + which + ".se", suspended, router.now());
        organisations.put(organisation.getOrganisation(), organisation);
        router.pipe(Topics.ORGANISATIONS, organisation.getOrganisation(), organisation);
    }

    private void ask(MailboxCommand command) {
        mailbox.pipe(Topics.MAILBOX_COMMANDS, command.getRecipient(), command);
    }

    private void pass(Duration time) {
        router.pass(time);
        mailbox.pass(time);
    }

    private void restartRouter() {
        router.restarts();
        organisations.forEach((name, organisation) -> router.pipe(Topics.ORGANISATIONS, name, organisation));
        addresses.forEach((name, address) -> router.pipe(Topics.ADDRESSES, name, address));
        for (int offset = 0; offset < routed; offset++) {
            Message nothing = Records.cancellation(
                    Records.message("0203:nobody.se", List.of(), router.now()).build());
            router.pipe(Topics.MESSAGES_NORMAL, nothing.getConversationId(), nothing);
        }
    }

    private void restartMailbox() {
        mailbox.restarts();
        for (int offset = 0; offset < handedOver; offset++) {
            mailbox.pipe(Topics.DELIVERIES, "nobody", Records.recallOfNothing(mailbox.now()));
        }
    }

    /** What comes out of the one goes into the other. */
    private void carryOn() {
        for (Delivery delivery : router.values(Topics.DELIVERIES)) {
            mailbox.pipe(Topics.DELIVERIES, delivery.getRecipient(), delivery);
            handedOver++;
            if (delivery.getKind() == DeliveryKind.DELIVERY) {
                deliveries.add(delivery);
            }
        }
        hear(router.values(Topics.MESSAGE_EVENTS));
        hear(mailbox.values(Topics.MESSAGE_EVENTS));
        deadLetters.addAll(router.deadLetters(Topics.MESSAGES_NORMAL));
        for (DeadLetterResolution resolution : router.values(Topics.DEAD_LETTER_RESOLUTIONS)) {
            resolved.add(resolution.getDeadLetterId());
        }
        router.values(Topics.BALANCES).forEach(this::balance);
        mailbox.values(Topics.BALANCES).forEach(this::balance);
    }

    private void hear(List<MessageEvent> events) {
        for (MessageEvent event : events) {
            if (ENDS.contains(event.getType()) && place.containsKey(event.getMessageId())) {
                ends.computeIfAbsent(event.getMessageId() + " " + event.getRecipient(), each -> new ArrayList<>())
                        .add(event.getType());
            }
        }
    }

    private void balance(Balance balance) {
        balances.put(balance.getKeeper() + "/" + balance.getPart() + "/" + balance.getOrganisation(), balance);
    }

    /** Nothing more happens but time. */
    void timeRunsOut() {
        organise(0, false);
        organise(1, false);
        pass(LONGEST);
        carryOn();
        // Bounded rounds: all that is due at once takes some.
        for (int round = 0; round < MOST_ROUNDS && ends.size() < expected; round++) {
            pass(MAILBOX.timerInterval());
            carryOn();
        }
        pass(MAILBOX.bookInterval());
        carryOn();
    }

    /** Every recipient of every message has ended, once; in every inbox conversations are in order; the books say so. */
    void thePromisesHold() {
        assertThat(ends).as("every recipient of every message has ended").hasSize(expected);
        assertThat(ends.values()).as("and once").allMatch(types -> types.size() == 1);
        Set<String> open = new HashSet<>();
        deadLetters.forEach(letter -> open.add(DeadLetter.from(letter.headers()).id()));
        open.removeAll(resolved);
        assertThat(open).as("dead letters that nobody closed").isEmpty();
        inOrder();
        booksBalance();
    }

    private void inOrder() {
        Map<String, Integer> last = new HashMap<>();
        deliveries.stream()
                .filter(delivery -> delivery.getReplay() == 0)
                .filter(delivery -> sent.get(place.get(delivery.getMessageId())).getNotBefore() == null)
                .forEach(delivery -> {
                    int now = place.get(delivery.getMessageId());
                    // As its sender stated it: who waited for an unknown address that then moved here comes after those
                    // who were in this inbox already.
                    Integer before = last.put(
                            delivery.getConversationId() + delivery.getRequestedRecipient() + delivery.getRecipient(),
                            now);
                    assertThat(before == null || before <= now)
                            .as("order of a conversation at an address")
                            .isTrue();
                });
    }

    private void booksBalance() {
        Map<String, Long> router = books(BookKeeper.ROUTER);
        Map<String, Long> mailbox = books(BookKeeper.MAILBOX);
        Map<String, Long> told = new HashMap<>();
        ends.values().forEach(types -> types.forEach(type -> told.merge(account(type), 1L, Long::sum)));
        Map<String, Long> ended = new HashMap<>(router);
        mailbox.forEach((account, count) -> ended.merge(account, count, Long::sum));
        assertThat(router.getOrDefault("received", 0L)).as("what came in").isEqualTo(received);
        assertThat(router.getOrDefault("duplicate", 0L)).isEqualTo(duplicates);
        assertThat(router.getOrDefault("conflict", 0L)).isEqualTo(conflicts);
        assertThat(mailbox.getOrDefault("received", 0L))
                .as("what was handed over")
                .isEqualTo(router.getOrDefault("delivered", 0L))
                .isEqualTo(deliveries.size());
        assertThat(mailbox).as("handed over twice").doesNotContainKeys("repeated", "conflict");
        ended.keySet().removeAll(Set.of("records", "received", "delivered", "duplicate", "conflict"));
        assertThat(ended).as("nothing is under way, and all ended as was told").isEqualTo(told);
    }

    /** The sums of one keeper; without what is zero. */
    private Map<String, Long> books(BookKeeper keeper) {
        Map<String, Long> sums = new TreeMap<>();
        balances.values().stream()
                .filter(balance -> balance.getKeeper() == keeper
                        && balance.getOrganisation().equals(SENDER))
                .forEach(balance ->
                        balance.getCounts().forEach((account, count) -> sums.merge(account, count, Long::sum)));
        sums.values().removeIf(count -> count == 0);
        return sums;
    }

    private static String account(MessageEventType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    private static String name(char address) {
        return address + ".0203:owner-" + address % 2 + ".se";
    }

    @Override
    public void close() {
        router.close();
        mailbox.close();
    }
}
