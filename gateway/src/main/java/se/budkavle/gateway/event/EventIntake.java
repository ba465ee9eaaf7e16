package se.budkavle.gateway.event;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.auth.Caller;
import se.budkavle.gateway.kafka.RecordSender;
import se.budkavle.gateway.kafka.Sending;
import se.budkavle.gateway.problem.Issues;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.gateway.quota.Quotas;
import se.budkavle.gateway.registry.Registry;
import se.budkavle.gateway.schema.DataSchemas;
import se.budkavle.schemas.EventTypeNames;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.Event;
import se.budkavle.schemas.avro.EventType;
import se.budkavle.schemas.avro.Visibility;

/**
 * Takes events in, all of a request or none.
 *
 * <pre>
 * events -> suspended? 403 -> every type the caller's? 403 -> all data as its type's schema has it? 400
 *        -> quota? 429 -> log, every in-sync replica of each? -> accepted | 503
 * </pre>
 *
 * A request that is repeated after 503 has the same events, and source and id say so: whoever is told twice of one is told
 * with the same id.
 */
@Singleton
public final class EventIntake {

    private static final String KIND = "EVENT";

    private final Registry registry;
    private final DataSchemas schemas;
    private final Quotas quotas;
    private final RecordSender sender;
    private final MeterRegistry meters;
    private final Clock clock;

    EventIntake(
            Registry registry,
            DataSchemas schemas,
            Quotas quotas,
            RecordSender sender,
            MeterRegistry meters,
            Clock clock) {
        this.registry = registry;
        this.schemas = schemas;
        this.quotas = quotas;
        this.sender = sender;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Accepts events.
     *
     * @param mode how they came, for the metrics
     * @param traceparent W3C trace context of the request
     * @throws se.budkavle.gateway.problem.RefusedException if none of them is accepted, or it is not certain
     */
    public void accept(List<EventRequest> events, Caller caller, String mode, String traceparent) {
        if (registry.copy().isSuspended(caller.organisation())) {
            throw Refusal.of(ProblemCode.ORGANISATION_SUSPENDED).asException();
        }
        if (events.isEmpty()) {
            return;
        }
        var types = types(events);
        mustBeOwn(events, types, caller);
        mustKeepToSchemas(events, types);
        quotas.countBytes(
                caller.organisation(),
                events.stream().mapToLong(EventIntake::size).sum());
        send(events, types, caller, traceparent);
        meters.counter("budkavle.gateway.events.accepted", "mode", mode).increment(events.size());
    }

    private static int size(EventRequest event) {
        var data = event.data().bytes();
        return data == null ? 0 : data.remaining();
    }

    /** What is registered of the types; what is not is missing. */
    private Map<String, EventType> types(List<EventRequest> events) {
        var types = new HashMap<String, EventType>();
        events.stream().map(EventRequest::type).distinct().forEach(type -> {
            var entry = registry.findEventType(type);
            if (entry != null) {
                types.put(type, entry);
            }
        });
        return types;
    }

    private static void mustBeOwn(List<EventRequest> events, Map<String, EventType> types, Caller caller) {
        var issues = new Issues();
        for (var event : events) {
            var entry = types.get(event.type());
            var owner = entry == null ? null : entry.getOrganisation();
            if (!EventTypeNames.mayPublish(event.type(), caller.organisation(), owner)) {
                issues.add(
                        event.typePointer(),
                        ProblemCode.EVENT_TYPE_NOT_YOURS.code(),
                        "Neither of the organisation's own domain nor registered with it.");
            }
        }
        refuse(ProblemCode.EVENT_TYPE_NOT_YOURS, issues);
    }

    private void mustKeepToSchemas(List<EventRequest> events, Map<String, EventType> types) {
        var issues = new Issues();
        for (var event : events) {
            var type = types.get(event.type());
            if (type != null) {
                schemas.check(type, event.data(), event.dataPointer(), issues);
            }
        }
        refuse(ProblemCode.DATA_BREAKS_SCHEMA, issues);
    }

    private static void refuse(ProblemCode code, Issues issues) {
        if (!issues.isEmpty()) {
            var all = issues.list();
            var detail = all.size() == 1 ? all.getFirst().detail() : all.size() + " faults: see `issues`.";
            throw new Refusal(code, detail, all).asException();
        }
    }

    private void send(List<EventRequest> events, Map<String, EventType> types, Caller caller, String traceparent) {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var headers = Map.of(
                RecordHeaders.KIND, KIND,
                RecordHeaders.ORGANISATION, caller.organisation(),
                RecordHeaders.TRACEPARENT, traceparent);
        var records = events.stream()
                .map(event -> new RecordSender.Outgoing<>(
                        keyOf(event), record(event, types.get(event.type()), caller, now), headers))
                .toList();
        boolean confirmed =
                sender.sendAll(Topics.EVENTS, records).stream().allMatch(Sending.Confirmed.class::isInstance);
        if (!confirmed) {
            throw Refusal.of(ProblemCode.NOT_CONFIRMED).asException();
        }
    }

    /** Events of a subject keep their order; those without one that of their source. The router orders by the same. */
    static String keyOf(EventRequest event) {
        return event.subject() == null ? event.source() : event.subject();
    }

    static Event record(EventRequest event, @Nullable EventType type, Caller caller, Instant now) {
        var audience = type == null || type.getVisibility() == Visibility.PUBLIC ? null : audience(type);
        var data = event.data().bytes();
        return Event.newBuilder()
                .setId(event.id())
                .setSource(event.source())
                .setType(event.type())
                .setSubject(event.subject())
                .setTime(event.time())
                // The specification's default, said so that nobody need know it.
                .setDataContentType(
                        event.dataContentType() == null && data != null ? "application/json" : event.dataContentType())
                .setDataSchema(event.dataSchema())
                .setData(data)
                .setAttributes(event.extensions())
                .setOwner(caller.organisation())
                .setVisibility(audience == null ? Visibility.PUBLIC : Visibility.LIMITED)
                .setAudience(audience == null ? List.of() : audience)
                .setNotBefore(event.notBefore())
                .setAcceptedAt(now)
                .build();
    }

    /** Those who may know of the type; its owner is one of them. */
    private static List<String> audience(EventType type) {
        return Stream.concat(Stream.of(type.getOrganisation()), type.getAudience().stream())
                .distinct()
                .toList();
    }
}
