package se.budkavle.router.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.router.decision.Fixtures.address;
import static se.budkavle.router.decision.Fixtures.digest;
import static se.budkavle.router.decision.Fixtures.message;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import org.apache.kafka.streams.test.TestRecord;
import se.budkavle.schemas.DeadLetter;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.AddressStatus;
import se.budkavle.schemas.avro.DeadLetterCommandKind;
import se.budkavle.schemas.avro.DeadLetterResolution;
import se.budkavle.schemas.avro.DeadLetterStatus;
import se.budkavle.schemas.avro.Delivery;
import se.budkavle.schemas.avro.DeliveryKind;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.MessageKind;
import se.budkavle.schemas.avro.Organisation;
import se.budkavle.schemas.avro.OrganisationStatus;

/**
 * Whatever happens in whatever order: nothing is lost, nothing is delivered twice, order is kept,
 * everything ends, and the books balance after every single step.
 */
class InterleavingsTest {

    /** So small that rounds end in the middle of queues. */
    private static final RouterConfig NARROW = new RouterConfig(
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

    private static final Duration LONGEST = Duration.ofMinutes(6);

    private static final int MOST_ROUNDS = 500;

    /** One driver for all tries, each of which has organisations, addresses and conversations of its own: it is slow to start. */
    private static final RouterRig ROUTER = new RouterRig(NARROW);

    private static int tries;

    @AfterContainer
    static void close() {
        ROUTER.close();
    }

    /** Something that happens; addresses are a, b, c and d, conversations 1 and 2. */
    sealed interface Step {
        record Send(int conversation, Set<Character> to, int expiresIn, int releasedIn) implements Step {}

        record Again(int which, boolean changed) implements Step {}

        record Register(char address, boolean active, Character movedTo) implements Step {}

        record Remove(char address) implements Step {}

        record Organise(int which, boolean suspended) implements Step {}

        record Cancel(int which) implements Step {}

        record Act(int which, DeadLetterCommandKind kind) implements Step {}

        record Pass(int millis) implements Step {}
    }

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void whateverHappens(@ForAll @Size(min = 5, max = 60) List<@From("steps") Step> steps) {
        tell(ROUTER, steps);
    }

    private static void tell(RouterRig router, List<Step> steps) {
        Story story = new Story(router, "0203:try-" + tries++ + ".se");
        for (Step step : steps) {
            story.happens(step);
            story.booksBalance();
        }
        story.timeRunsOut();
        story.everythingHasEnded();
    }

    /** What was sent in one try, and what came of it. */
    private static final class Story {
        private final RouterRig router;
        private final String organisation;
        private final List<Message> sent = new ArrayList<>();
        private final Map<String, Integer> place = new HashMap<>();
        private final List<TestRecord<byte[], byte[]>> deadLetters = new ArrayList<>();
        private final Map<String, DeadLetterStatus> resolutions = new HashMap<>();
        private final List<Delivery> deliveries = new ArrayList<>();
        private final Map<String, Long> counted = new HashMap<>();
        private final Map<String, Integer> endings = new HashMap<>();
        private int expected;

        private Story(RouterRig router, String organisation) {
            this.router = router;
            this.organisation = organisation;
        }

        private String name(char address) {
            return address + ":" + organisation;
        }

        private void happens(Step step) {
            Instant now = router.now();
            switch (step) {
                case Step.Send send -> {
                    Message message = message(send.to().stream().map(this::name).toArray(String[]::new))
                            .setOrganisation(organisation)
                            .setConversationId(organisation + "/" + send.conversation())
                            .setNotBefore(send.releasedIn() == 0 ? null : now.plusSeconds(send.releasedIn()))
                            .setExpiresAt(now.plusSeconds(send.expiresIn()))
                            .setAcceptedAt(now)
                            .build();
                    place.put(message.getMessageId(), sent.size());
                    sent.add(message);
                    expected += send.to().size();
                    send(message, "received");
                }
                case Step.Again again
                when !sent.isEmpty() -> {
                    Message first = sent.get(again.which() % sent.size());
                    send(
                            again.changed()
                                    ? Message.newBuilder(first)
                                            .setRequestDigest(digest("another"))
                                            .build()
                                    : first,
                            again.changed() ? "conflict" : "duplicate");
                }
                case Step.Register register ->
                    router.know(address(name(register.address()), "0203:owner-" + register.address() % 2)
                            .setStatus(register.active() ? AddressStatus.ACTIVE : AddressStatus.SUSPENDED)
                            .setMovedTo(register.movedTo() == null ? null : name(register.movedTo()))
                            .build());
                case Step.Remove remove -> router.pipe(Topics.ADDRESSES, name(remove.address()), null);
                case Step.Organise organise -> organise(organise.which(), organise.suspended());
                case Step.Cancel cancel
                when !sent.isEmpty() ->
                    router.send(Message.newBuilder(sent.get(cancel.which() % sent.size()))
                            .setKind(MessageKind.CANCELLATION)
                            .setContent(null)
                            .build());
                case Step.Act act
                when !deadLetters.isEmpty() ->
                    router.ask(router.about(deadLetters.get(act.which() % deadLetters.size()), act.kind())
                            .setForce(true)
                            .build());
                case Step.Pass pass -> router.pass(Duration.ofMillis(pass.millis()));
                default -> {}
            }
            see();
        }

        private void organise(int which, boolean suspended) {
            router.know(Organisation.newBuilder()
                    .setOrganisation("0203:owner-" + which)
                    .setStatus(suspended ? OrganisationStatus.SUSPENDED : OrganisationStatus.ACTIVE)
                    .setUpdatedAt(router.now())
                    .setUpdatedBy("0203:operator.se")
                    .build());
        }

        private void send(Message message, String account) {
            int recipients = message.getRecipients().size();
            counted.merge("records", 1L, Long::sum);
            counted.merge("received", (long) recipients, Long::sum);
            if (!account.equals("received")) {
                counted.merge(account, (long) recipients, Long::sum);
            }
            router.send(message);
        }

        /** Reads what came out, and counts it as the books should. */
        private void see() {
            for (Delivery delivery : router.deliveries()) {
                if (delivery.getKind() == DeliveryKind.DELIVERY) {
                    deliveries.add(delivery);
                    counted.merge("delivered", 1L, Long::sum);
                    ended(delivery.getMessageId(), delivery.getRequestedRecipient());
                }
            }
            for (MessageEvent event : router.events()) {
                switch (event.getType()) {
                    case EXPIRED, CANCELLED, UNDELIVERABLE -> {
                        counted.merge(event.getType().name().toLowerCase(Locale.ROOT), 1L, Long::sum);
                        ended(event.getMessageId(), event.getRecipient());
                    }
                    default -> {}
                }
            }
            deadLetters.addAll(router.deadLetters(Topics.MESSAGES_NORMAL));
            for (DeadLetterResolution resolution : router.values(Topics.DEAD_LETTER_RESOLUTIONS)) {
                resolutions.put(resolution.getDeadLetterId(), resolution.getStatus());
            }
        }

        private void ended(String messageId, String recipient) {
            endings.merge(messageId + " " + recipient, 1, Integer::sum);
        }

        private void booksBalance() {
            Map<String, Long> books = router.counts("books-normal", organisation);
            assertThat(books.values()).allMatch(count -> count >= 0);
            assertThat(Account.FATES.stream()
                            .mapToLong(account -> books.getOrDefault(account.code(), 0L))
                            .sum())
                    .as("every recipient is in one account")
                    .isEqualTo(books.getOrDefault(Account.RECEIVED.code(), 0L));
            Map<String, Long> told = new HashMap<>(books);
            told.keySet().removeAll(Set.of("scheduled", "parked", "suspended", "held"));
            told.values().removeIf(count -> count == 0);
            assertThat(told).as("the books say what was seen").isEqualTo(counted);
        }

        private void timeRunsOut() {
            organise(0, false);
            organise(1, false);
            router.pass(LONGEST);
            // Bounded rounds: all that is due at once takes some.
            for (int round = 0; round < MOST_ROUNDS && router.rows("waiting-normal") > 0; round++) {
                router.pass(NARROW.releaseInterval());
            }
            see();
            booksBalance();
        }

        private void everythingHasEnded() {
            assertThat(endings).as("every recipient of every message has ended").hasSize(expected);
            assertThat(endings.values()).as("and once").allMatch(times -> times == 1);
            assertThat(router.rows("waiting-normal")).as("nobody waits").isZero();
            assertThat(router.gauge("parked", "lane", "normal")).isZero();
            Set<String> open = new HashSet<>();
            deadLetters.forEach(
                    letter -> open.add(DeadLetter.from(letter.headers()).id()));
            open.removeAll(resolutions.keySet());
            assertThat(open).as("dead letters that nobody closed").isEmpty();
            Map<String, Integer> last = new HashMap<>();
            deliveries.stream()
                    .filter(delivery -> delivery.getReplay() == 0)
                    .filter(delivery ->
                            sent.get(place.get(delivery.getMessageId())).getNotBefore() == null)
                    .forEach(delivery -> {
                        int now = place.get(delivery.getMessageId());
                        // As its sender stated it: who waited for an unknown address that then moved here comes after
                        // those
                        // who were in this inbox already.
                        Integer before = last.put(
                                delivery.getConversationId()
                                        + delivery.getRequestedRecipient()
                                        + delivery.getRecipient(),
                                now);
                        assertThat(before == null || before <= now)
                                .as("order of a conversation at an address")
                                .isTrue();
                    });
        }
    }

    @Provide
    Arbitrary<Step> steps() {
        Arbitrary<Character> addresses = Arbitraries.of('a', 'b', 'c', 'd');
        Arbitrary<Integer> which = Arbitraries.integers().between(0, 50);
        Arbitrary<Boolean> coin = Arbitraries.of(true, false);
        Arbitrary<Step> send = Combinators.combine(
                        Arbitraries.of(1, 1, 2),
                        addresses.set().ofMinSize(1).ofMaxSize(4),
                        Arbitraries.of(300, 300, 60, 20),
                        Arbitraries.of(0, 0, 0, 5, 40))
                .as(Step.Send::new);
        Arbitrary<Step> register = Combinators.combine(
                        addresses, Arbitraries.of(true, true, false), addresses.injectNull(0.7))
                .as(Step.Register::new);
        return Arbitraries.frequencyOf(
                Tuple.of(10, send),
                Tuple.of(2, Combinators.combine(which, coin).as(Step.Again::new)),
                Tuple.of(7, register),
                Tuple.of(1, addresses.map(Step.Remove::new)),
                Tuple.of(2, Combinators.combine(Arbitraries.of(0, 1), coin).as(Step.Organise::new)),
                Tuple.of(2, which.map(Step.Cancel::new)),
                Tuple.of(
                        3,
                        Combinators.combine(
                                        which,
                                        Arbitraries.of(
                                                DeadLetterCommandKind.REPLAY,
                                                DeadLetterCommandKind.REPLAY,
                                                DeadLetterCommandKind.DISCARD))
                                .as(Step.Act::new)),
                Tuple.of(5, Arbitraries.of(100, 100, 300, 1000, 12_000).map(Step.Pass::new)));
    }
}
