package se.budkavle.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import se.budkavle.gateway.kafka.GroupLags;
import se.budkavle.schemas.DeadLetterRetention;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.SchemaRegistration;
import se.budkavle.schemas.TopicCheck;
import se.budkavle.schemas.serde.HttpSchemaRegistry;

/** Looks at Kafka and the schema registry: brokers, topics and their settings, schemas, and how far the applications are behind. */
final class KafkaCheckup {

    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int SHOWN = 5;

    private final KafkaSettings kafka;
    private final List<String> applications;
    private final DeadLetterRetention deadLetters;
    private final long mostBehind;

    /**
     * @param applications their ids
     * @param deadLetters how long dead letters shall be kept
     * @param mostBehind records; an application that is further behind is worth a look
     */
    KafkaCheckup(KafkaSettings kafka, List<String> applications, DeadLetterRetention deadLetters, long mostBehind) {
        this.kafka = kafka;
        this.applications = applications;
        this.deadLetters = deadLetters;
        this.mostBehind = mostBehind;
    }

    List<Check> checks() throws InterruptedException {
        List<Check> checks = new ArrayList<>();
        Map<String, Object> client = kafka.clientProperties();
        client.put("default.api.timeout.ms", TIMEOUT_MILLIS);
        client.put("request.timeout.ms", TIMEOUT_MILLIS / 2);
        try (Admin admin = Admin.create(client)) {
            checks.add(brokers(admin));
            checks.addAll(topics(TopicCheck.compare(admin, deadLetters)));
            checks.addAll(applications(
                    admin.describeConsumerGroups(applications).describedGroups(),
                    new GroupLags(admin).read(applications).orElse(Map.of())));
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            checks.add(
                    Check.fail("brokers", "Kafka does not answer at " + kafka.bootstrapServers() + ": " + because(e)));
        }
        checks.addAll(schemas());
        return checks;
    }

    private static Check brokers(Admin admin) throws ExecutionException, TimeoutException, InterruptedException {
        var nodes = admin.describeCluster().nodes().get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        return nodes.size() < 3
                ? Check.warn(
                        "brokers",
                        nodes.size() + ": what fails with one of fewer than three is not there until it is back")
                : Check.ok("brokers", Integer.toString(nodes.size()));
    }

    private static List<Check> topics(TopicCheck.Result result) {
        List<Check> checks = new ArrayList<>();
        result.differences().stream()
                .limit(SHOWN)
                .forEach(each -> checks.add(Check.fail("topics", each.topic() + " " + each.what())));
        if (result.differences().size() > SHOWN) {
            checks.add(Check.fail("topics", "and " + (result.differences().size() - SHOWN) + " more"));
        }
        if (result.differences().isEmpty()) {
            checks.add(Check.ok("topics", "all " + result.topics() + " are as declared"));
        }
        if (!result.behind().isEmpty()) {
            checks.add(Check.warn("replicas", "not all in sync: " + String.join(", ", result.behind())));
        }
        return checks;
    }

    private List<Check> applications(Map<String, KafkaFuture<ConsumerGroupDescription>> groups, Map<String, Long> lags)
            throws TimeoutException, InterruptedException {
        List<Check> checks = new ArrayList<>();
        for (var group : groups.entrySet()) {
            int threads = threads(group.getValue());
            long behind = lags.getOrDefault(group.getKey(), 0L);
            String text = "%d threads, %d records behind".formatted(threads, behind);
            checks.add(
                    threads == 0
                            ? Check.fail(group.getKey(), "nobody runs it")
                            : behind > mostBehind ? Check.warn(group.getKey(), text) : Check.ok(group.getKey(), text));
        }
        return checks;
    }

    private static int threads(KafkaFuture<ConsumerGroupDescription> group)
            throws TimeoutException, InterruptedException {
        try {
            return group.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS).members().size();
        } catch (ExecutionException e) {
            // There is no such group: it never ran.
            return 0;
        }
    }

    private List<Check> schemas() {
        try {
            var registry = HttpSchemaRegistry.at(kafka.schemaRegistryUrl(), kafka.properties());
            return List.of(
                    subjects("schemas", SchemaRegistration.missing(registry), "all are registered", "not registered"),
                    subjects(
                            "compatibility",
                            SchemaRegistration.notKeptCompatible(registry),
                            "the registry takes no version that breaks a reader or a writer",
                            "not kept FULL_TRANSITIVE"));
        } catch (KafkaException e) {
            return List.of(Check.fail("schemas", "the registry does not answer at " + kafka.schemaRegistryUrl()));
        }
    }

    private Check subjects(String what, List<String> wrong, String well, String ill) {
        return wrong.isEmpty()
                ? Check.ok(what, well)
                : Check.fail(
                        what,
                        wrong.size() + " are " + ill + " at " + kafka.schemaRegistryUrl() + ": "
                                + String.join(", ", wrong.subList(0, Math.min(SHOWN, wrong.size())))
                                + (wrong.size() > SHOWN ? " …" : ""));
    }

    private static String because(Exception e) {
        Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
        return cause.getClass().getSimpleName();
    }
}
