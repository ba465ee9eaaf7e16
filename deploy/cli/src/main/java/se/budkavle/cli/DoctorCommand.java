package se.budkavle.cli;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import se.budkavle.schemas.DeadLetterRetention;
import se.budkavle.schemas.KafkaSettings;

/** {@code budkavle doctor}. */
@Command(
        name = "doctor",
        description = {
            "Examines an installation: gateway, clock and certificate; brokers, topics and their settings; schemas; lags.",
            "Changes nothing. Ends with 1 if anything is not as it must be."
        },
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${env:BUDKAVLE_URL:-http://localhost:8080}",
            description = "Address of the API (default: BUDKAVLE_URL, or http://localhost:8080).")
    private URI url;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT,…",
            defaultValue = "${env:BUDKAVLE_KAFKA_BOOTSTRAP_SERVERS:-localhost:8084}",
            description = "Kafka (default: BUDKAVLE_KAFKA_BOOTSTRAP_SERVERS, or localhost:8084, the local system's).")
    private String bootstrapServers;

    @Option(
            names = "--schema-registry",
            paramLabel = "URL",
            defaultValue = "${env:BUDKAVLE_KAFKA_SCHEMA_REGISTRY_URL:-http://localhost:8083/apis/ccompat/v7}",
            description =
                    "The schema registry (default: BUDKAVLE_KAFKA_SCHEMA_REGISTRY_URL, or http://localhost:8083/apis/ccompat/v7, the local system's).")
    private String schemaRegistry;

    @Option(
            names = "--kafka-property",
            paramLabel = "KEY=VALUE",
            description = "Anything else that Kafka's clients need, such as security.protocol=SSL.")
    private Map<String, String> properties = new HashMap<>();

    @Mixin
    private Applications applications = new Applications();

    @Option(
            names = "--most-behind",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Records that an application may be behind (default: ${DEFAULT-VALUE}).")
    private long mostBehind;

    @Option(
            names = "--dead-letter-retention",
            paramLabel = "P150D",
            defaultValue = "${env:BUDKAVLE_TOPICS_DEAD_LETTER_RETENTION:-P150D}",
            description =
                    "How long dead letters shall be kept (default: BUDKAVLE_TOPICS_DEAD_LETTER_RETENTION, or P150D, as in the services).")
    private Duration deadLetterRetention;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|json",
            defaultValue = "table",
            description = "How the answer is shown (default: ${DEFAULT-VALUE}).")
    private ApiOptions.Output output;

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        List<Check> checks = new ArrayList<>(new GatewayCheckup(url, Clock.systemUTC()).checks());
        var kafka = new KafkaSettings(bootstrapServers, schemaRegistry, properties);
        checks.addAll(new KafkaCheckup(kafka, applications.ids(), retention(), mostBehind).checks());
        show(checks);
        return checks.stream().anyMatch(check -> check.state() == Check.State.FAIL) ? CommandFailure.FAILED : 0;
    }

    private DeadLetterRetention retention() {
        try {
            return new DeadLetterRetention(deadLetterRetention);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void show(List<Check> checks) {
        var page = Api.JSON.createObjectNode();
        var items = page.putArray("items");
        checks.forEach(check -> items.addObject()
                .put("check", check.what())
                .put("state", check.state().name())
                .put("detail", check.detail()));
        var out = spec.commandLine().getOut();
        if (output == ApiOptions.Output.JSON) {
            out.println(JsonText.pretty(page));
        } else {
            var table = new Table("check", "state", "detail");
            items.forEach(table::add);
            out.print(table.render());
        }
        out.flush();
    }
}
