package se.budkavle.cli;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import se.budkavle.schemas.KafkaSettings;

/** {@code budkavle takeover}. */
@Command(
        name = "takeover",
        description = {
            "Makes a site that was mirrored to ready to go on when the other one is lost, before any service starts there:",
            "lets all topics go on beyond the other site's offsets, which state and cursors know, and brokers stamp messages.",
            "deploy/DISASTER.md tells what goes before and after. Run again, it does what was not done."
        },
        mixinStandardHelpOptions = true)
final class TakeoverCommand implements Callable<Integer> {

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT,…",
            required = true,
            description = "Kafka of the site that takes over.")
    private String bootstrapServers;

    @Option(
            names = "--kafka-property",
            paramLabel = "KEY=VALUE",
            description = "Anything else that Kafka's clients need, such as security.protocol=SSL.")
    private Map<String, String> properties = new HashMap<>();

    @Mixin
    private Applications applications = new Applications();

    @Option(
            names = "--from",
            paramLabel = "SITE",
            required = true,
            description = "What MirrorMaker's configuration calls the site that is lost.")
    private String site;

    @Option(
            names = "--margin",
            paramLabel = "N",
            defaultValue = "100000",
            description = {
                "More records than the lost site can have written to a partition after the last one that came over",
                "(default: ${DEFAULT-VALUE})."
            })
    private long margin;

    @Option(
            names = "--without",
            split = ",",
            paramLabel = "TOPIC",
            description = "Topics of this version that the lost site did not have; otherwise all must have come over.")
    private Set<String> neverThere = new HashSet<>();

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (margin < 0) {
            throw new CommandFailure(CommandFailure.USAGE, "--margin must not be negative, as " + margin + " is.");
        }
        // Schemas are not needed for this; an address must be said all the same.
        var kafka = new KafkaSettings(bootstrapServers, "unused:", properties);
        try {
            Takeover.Result result = new Takeover(kafka, applications.ids(), site, margin, neverThere).run();
            spec.commandLine()
                    .getOut()
                    .printf(
                            "%d partitions came over from %s. %d of them go on beyond its offsets; %d records that not everybody had read were written again there. Services may start.%n",
                            result.mirrored(), site, result.moved(), result.again());
            spec.commandLine().getOut().flush();
            return 0;
        } catch (ExecutionException | KafkaException e) {
            Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            throw new CommandFailure(
                    CommandFailure.UNREACHABLE,
                    "Kafka at " + bootstrapServers + " did not do it ("
                            + cause.getClass().getSimpleName() + "); what was done stays. Run it again.");
        }
    }
}
