package se.budkavle.notifier.health;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.avro.Event;
import se.budkavle.schemas.avro.HealthSign;
import se.budkavle.schemas.avro.HealthSignKind;
import se.budkavle.schemas.avro.OrganisationHealth;
import se.budkavle.schemas.streams.Alarm;

/**
 * The one owner of an organisation's health: notes each sign, and tells operators once of a silence or a run of failures.
 * That they were told stands in the row that is written with the event: one transaction.
 */
final class HealthProcessor extends ContextualProcessor<String, HealthSign, String, Event> {

    private final HealthStore healths;
    private final HealthSettings settings;
    private final HealthRules rules;
    private final SilenceEvents events;
    private final HealthListener listener;
    private KeyValueStore<Bytes, byte[]> store;
    private Alarm check;
    /** An alarm may ring before its time. */
    private Instant nextCheck;

    @SuppressWarnings("NullAway.Init") // by init
    HealthProcessor(AvroSerdes serdes, HealthSettings settings, HealthListener listener) {
        this.healths = new HealthStore(serdes);
        this.settings = settings;
        this.rules = new HealthRules(settings);
        this.events = new SilenceEvents(rules);
        this.listener = listener;
    }

    @Override
    public void init(ProcessorContext<String, Event> context) {
        super.init(context);
        store = context.getStateStore(HealthStore.NAME);
        check = new Alarm(context, settings.checkInterval(), this::check);
        nextCheck = now().plus(settings.settle());
        check.noLaterThan(nextCheck);
    }

    @Override
    public void process(Record<String, HealthSign> record) {
        String organisation = record.key();
        HealthSign sign = record.value();
        OrganisationHealth before = healths.find(store, organisation);
        boolean isHeld = healths.isHeld(store, organisation, sign);
        OrganisationHealth after =
                rules.after(before == null ? HealthRules.unknown(organisation) : before, sign, isHeld);
        if (sign.getKind() == HealthSignKind.HELD && !isHeld) {
            healths.hold(store, organisation, sign);
        } else if (sign.getKind() != HealthSignKind.HELD && isHeld) {
            healths.release(store, organisation, sign);
        }
        Instant now = now();
        boolean isNews = rules.isNewlyFailing(after) && !rules.isOld(sign, now);
        healths.put(store, isNews ? tell(after, Trouble.FAILURES, now) : after);
    }

    /** Silences come by time alone. All rows of the part are looked at: ten thousand organisations are some milliseconds. */
    private void check(Instant now) {
        if (now.isBefore(nextCheck)) {
            check.noLaterThan(nextCheck);
            return;
        }
        List<OrganisationHealth> silent = new ArrayList<>();
        healths.forEach(store, health -> {
            if (rules.isNewlySilent(health, now)) {
                silent.add(health);
            }
        });
        silent.forEach(health -> healths.put(store, tell(health, Trouble.SILENCE, now)));
        nextCheck = now.plus(settings.checkInterval());
        check.noLaterThan(nextCheck);
    }

    private OrganisationHealth tell(OrganisationHealth health, Trouble trouble, Instant now) {
        Event event = events.of(health, trouble, now);
        Headers headers = new org.apache.kafka.common.header.internals.RecordHeaders();
        RecordHeaders.put(headers, RecordHeaders.ORGANISATION, event.getOwner());
        context().forward(new Record<>(health.getOrganisation(), event, now.toEpochMilli(), headers));
        listener.onTold(trouble);
        return HealthRules.told(health, trouble, now);
    }

    private Instant now() {
        return Instant.ofEpochMilli(context().currentSystemTimeMs());
    }
}
