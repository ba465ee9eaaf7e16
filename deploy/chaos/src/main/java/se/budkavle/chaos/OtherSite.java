package se.budkavle.chaos;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import se.budkavle.chaos.cluster.Mirror;
import se.budkavle.cli.Budkavle;
import se.budkavle.schemas.Topic;
import se.budkavle.schemas.Topics;

/**
 * The site that takes over, as its operators see it before its services run.
 *
 * @param bootstrapServers its brokers
 */
record OtherSite(String bootstrapServers) {

    /** Whether the mirror has made all topics; how much of them came over, is another question. */
    boolean hasTopics() {
        try (Admin admin =
                Admin.create(Map.<String, Object>of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            var wanted = Topics.all().stream()
                    .filter(topic -> !topic.equals(Topics.COMMAND_RESULTS))
                    .map(Topic::name)
                    .toList();
            return admin.listTopics().names().get().containsAll(wanted);
        } catch (ExecutionException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Makes what came over ready for services, as the command line does.
     *
     * @param margin offsets that the lost site may have given to what did not come over
     * @throws IOException where the command fails
     */
    void takeOver(int margin, Progress progress) throws IOException {
        var out = new StringWriter();
        int exitCode = Budkavle.run(
                new PrintWriter(out, true),
                new PrintWriter(out, true),
                "takeover",
                "--bootstrap-servers",
                bootstrapServers,
                "--from",
                Mirror.SOURCE,
                "--margin",
                Integer.toString(margin));
        progress.reached(out.toString().strip());
        if (exitCode != 0) {
            throw new IOException("takeover ended with " + exitCode);
        }
    }
}
