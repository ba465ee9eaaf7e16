package se.budkavle.notifier.mailbox;

import java.time.Instant;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import se.budkavle.notifier.mailbox.Decision.Changed;
import se.budkavle.notifier.mailbox.Decision.Refused;
import se.budkavle.notifier.mailbox.Decision.Unchanged;
import se.budkavle.schemas.avro.CommandOutcome;
import se.budkavle.schemas.avro.CommandResult;
import se.budkavle.schemas.avro.Delivery;
import se.budkavle.schemas.avro.MailboxCommand;
import se.budkavle.schemas.avro.MailboxCommandKind;
import se.budkavle.schemas.avro.MailboxEntry;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.MessageEventType;
import se.budkavle.schemas.streams.Alarm;

/**
 * The owner of some recipients' deliveries: what {@link MailboxRules} decide is stored, told and answered here, in one
 * transaction.
 */
final class MailboxProcessor implements Processor<String, SpecificRecord, String, SpecificRecord> {

    private static final Logger LOG = LoggerFactory.getLogger(MailboxProcessor.class);

    private final MailboxSerdes serdes;
    private final MailboxSettings settings;
    private final MailboxTimers timers;
    private final MailboxListener listener;

    private @Nullable ProcessorContext<String, SpecificRecord> context;
    private @Nullable MailboxStore store;
    private @Nullable MailboxBook book;
    private @Nullable Alarm time;
    private @Nullable Alarm publishing;

    MailboxProcessor(MailboxSerdes serdes, MailboxSettings settings, MailboxTimers timers, MailboxListener listener) {
        this.serdes = serdes;
        this.settings = settings;
        this.timers = timers;
        this.listener = listener;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> initialised) {
        context = initialised;
        KeyValueStore<Bytes, byte[]> bytes = initialised.getStateStore(MailboxStore.NAME);
        time = new Alarm(initialised, settings.timerInterval(), this::passTime);
        store = new MailboxStore(bytes, serdes.entries(), time::noLaterThan);
        time.noLaterThan(now());
        String part = Integer.toString(initialised.taskId().partition());
        book = new MailboxBook(bytes, serdes.balances(), part);
        publishing = new Alarm(initialised, settings.bookInterval(), this::publishBooks);
        publishWhatChanged();
    }

    @Override
    public void process(Record<String, SpecificRecord> record) {
        switch (record.value()) {
            case Delivery delivery -> {
                switch (delivery.getKind()) {
                    case DELIVERY -> deliver(delivery, record.headers());
                    case RECALL -> recall(delivery, record.headers());
                    case UNKNOWN -> throw new IllegalArgumentException("a delivery of unknown kind");
                }
            }
            case MailboxCommand command -> decide(command, record.headers());
            case null, default -> throw new IllegalArgumentException("neither a delivery nor a command");
        }
        publishWhatChanged();
    }

    private void deliver(Delivery delivery, Headers headers) {
        MailboxEntry existing = store().find(delivery.getRecipient(), delivery.getMessageId());
        switch (MailboxRules.arrive(existing, delivery, position(), timers.first(delivery))) {
            case Arrival.First(MailboxEntry entry) -> {
                store().add(entry);
                book().entered(entry);
                listener.onArrival(delivery.getRecipient());
            }
            case Arrival.Attached(MailboxEntry entry) -> {
                store().replace(Objects.requireNonNull(existing), entry);
                book().entered(entry);
                MessageEvent event = MailboxEvents.attached(entry, now());
                if (event != null) {
                    tell(event, headers);
                }
            }
            case Arrival.Repeated() -> book().turnedAway(delivery.getOrganisation(), MailboxBook.REPEATED);
            case Arrival.Conflicting() -> {
                book().turnedAway(delivery.getOrganisation(), MailboxBook.CONFLICT);
                tell(MailboxEvents.conflict(Objects.requireNonNull(existing), delivery, position(), now()), headers);
            }
        }
    }

    private void recall(Delivery recall, Headers headers) {
        MailboxEntry entry = store().find(recall.getRecipient(), recall.getMessageId());
        // Nothing to take back: the recall follows its delivery through the same lane, so there never was one.
        if (entry != null && MailboxRules.recall(entry, recall, now()) instanceof Changed changed) {
            replace(entry, changed.entry());
            if (changed.event() == MessageEventType.RECALL_REFUSED) {
                tell(MailboxEvents.recallRefused(entry, recall, position(), now()), headers);
            } else {
                MailboxEvents.cancelled(changed.entry(), now()).forEach(event -> tell(event, headers));
            }
        }
    }

    private void decide(MailboxCommand command, Headers headers) {
        MailboxEntry entry = store().find(command.getRecipient(), command.getMessageId());
        switch (MailboxRules.decide(entry, command, now())) {
            case Changed changed -> {
                replace(Objects.requireNonNull(entry), changed.entry());
                MailboxEvents.commanded(changed, command, now()).forEach(event -> tell(event, headers));
                answer(command, CommandOutcome.DONE, null, changed.entry(), headers);
            }
            case Unchanged(CommandOutcome outcome) -> answer(command, outcome, null, entry, headers);
            case Refused(CommandOutcome outcome, String code) ->
                answer(command, outcome, code, outcome == CommandOutcome.NOT_FOUND ? null : entry, headers);
        }
    }

    private void passTime(Instant now) {
        for (MailboxEntry entry : store().due(now, settings.timerBatch())) {
            MailboxTimers.Passed passed = timers.pass(entry, now);
            replace(entry, passed.entry());
            for (MessageEventType type : passed.events()) {
                MailboxEvents.timePassed(passed.entry(), type, now).forEach(event -> tell(event, null));
                listener.onTime(type);
            }
        }
        time().noLaterThan(store().nextTimer());
    }

    private void publishWhatChanged() {
        if (book().hasNews()) {
            publishing().noLaterThan(now().plus(settings.bookInterval()));
        }
    }

    private void publishBooks(Instant now) {
        book().publish(now, settings.bookBatch(), balance -> context()
                .forward(
                        new Record<>(MailboxBook.key(balance), balance, now.toEpochMilli()), MailboxTopology.BALANCES));
        publishWhatChanged();
    }

    private void replace(MailboxEntry before, MailboxEntry after) {
        store().replace(before, after);
        book().moved(before, after);
        publishWhatChanged();
    }

    private void tell(MessageEvent event, @Nullable Headers cause) {
        context().forward(MailboxEvents.record(event, cause), MailboxTopology.EVENTS);
    }

    private void answer(
            MailboxCommand command,
            CommandOutcome outcome,
            @Nullable String code,
            @Nullable MailboxEntry entry,
            Headers cause) {
        listener.onDecision(command.getKind(), outcome);
        logDecided(command, outcome, code);
        if (command.getReplyTo() == null) {
            return;
        }
        boolean retrieved = code == null && command.getKind() == MailboxCommandKind.RETRIEVE;
        CommandResult result = CommandResult.newBuilder()
                .setCommandId(command.getCommandId())
                .setOutcome(outcome)
                .setCode(code)
                .setEntityId(command.getMessageId())
                .setStatus(entry == null ? null : entry.getStatus())
                .setContentRef(retrieved && entry != null ? entry.getDelivery().getContentRef() : null)
                .setAt(now())
                .build();
        context().forward(MailboxEvents.record(command.getReplyTo(), result, cause), MailboxTopology.RESULTS);
    }

    private static void logDecided(MailboxCommand command, CommandOutcome outcome, @Nullable String code) {
        if (outcome == CommandOutcome.NOT_FOUND) {
            // What was asked for by an id that nobody has could be anything.
            return;
        }
        LOG.atDebug()
                .addKeyValue("messageId", command.getMessageId())
                .addKeyValue("organisation", command.getOrganisation())
                .addKeyValue("kind", command.getKind())
                .addKeyValue("outcome", outcome)
                .addKeyValue("code", code)
                .log("A mailbox command was decided");
    }

    private Instant now() {
        return Instant.ofEpochMilli(context().currentSystemTimeMs());
    }

    private long position() {
        return context().recordMetadata().orElseThrow().offset();
    }

    private ProcessorContext<String, SpecificRecord> context() {
        return Objects.requireNonNull(context, "init() comes first");
    }

    private Alarm time() {
        return Objects.requireNonNull(time, "init() comes first");
    }

    private Alarm publishing() {
        return Objects.requireNonNull(publishing, "init() comes first");
    }

    private MailboxStore store() {
        return Objects.requireNonNull(store, "init() comes first");
    }

    private MailboxBook book() {
        return Objects.requireNonNull(book, "init() comes first");
    }
}
