package se.budkavle.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.SchemaRegistration;
import se.budkavle.schemas.serde.HttpSchemaRegistry;

@Timeout(120)
class SchemaRegistryProcessTest {

    private static final RegistryDistribution DISTRIBUTION = new RegistryDistribution(Path.of("target/registry"));
    private static final String SUBJECTS = "/apis/ccompat/v7/subjects/";

    // Spaces, quotes and a semicolon, as users may have them in their directories.
    @TempDir(factory = OddNames.class)
    Path directory;

    @Test
    void keepsSchemasAndTheirIdsOverARestart() throws Exception {
        int port = LocalPorts.free();
        int id;
        try (var registry = SchemaRegistryProcess.start(settings(port))) {
            register(port, "a-value", "\"int\"");
            id = register(port, "b-value", "\"string\"");
            assertThat(registry.url()).isEqualTo("http://127.0.0.1:" + port + "/apis/ccompat/v7");
        }

        try (var registry = SchemaRegistryProcess.start(settings(port))) {
            assertThat(registry.handle().isAlive()).isTrue();
            assertThat(schema(port, id)).isEqualTo("{\"schema\":\"\\\"string\\\"\"}");
        }
        assertThat(directory.resolve("logs/registry.log")).isEmptyFile();
        assertThat(directory.resolve("logs/registry.log.1")).isEmptyFile();
    }

    @Test
    void refusesAVersionThatWouldBreakAReader() throws Exception {
        int port = LocalPorts.free();
        try (var registry = SchemaRegistryProcess.start(settings(port))) {
            SchemaRegistration.registerAll(new KafkaSettings("unused:1", registry.url(), Map.of()));
            // Again, as every start does.
            SchemaRegistration.registerAll(new KafkaSettings("unused:1", registry.url(), Map.of()));

            assertThatThrownBy(() -> HttpSchemaRegistry.at(registry.url())
                            .register("addresses-value", Schema.create(Schema.Type.LONG)))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("409");
        }
    }

    @Test
    void keepsWhatItAnsweredWhenItIsKilled() throws Exception {
        int port = LocalPorts.free();
        int id = 0;
        try (var registry = SchemaRegistryProcess.start(settings(port))) {
            // In quick succession: a database that writes behind would have written the first and still hold the last.
            for (int i = 1; i <= 20; i++) {
                id = register(port, "s%d-value".formatted(i), fixed("F" + i));
            }
            registry.handle().destroyForcibly();
            assertThat(registry.onExit()).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(137);
        }

        try (var registry = SchemaRegistryProcess.start(settings(port))) {
            assertThat(registry.handle().isAlive()).isTrue();
            assertThat(schema(port, id)).contains("F20");
        }
    }

    @Test
    void endsWhenItsParentIsKilled() throws Exception {
        int port = LocalPorts.free();
        try (var parent = ChildJvm.start(Parent.class, directory, port)) {
            long pid = Long.parseLong(parent.awaitLine("started"));
            ProcessHandle registry = ProcessHandle.of(pid).orElseThrow();

            parent.kill();

            assertThat(registry.onExit()).succeedsWithin(Duration.ofSeconds(5));
        }
    }

    @Test
    void endsTheRegistryOfAnEarlierRunAndIgnoresInterrupts() throws Exception {
        int port = LocalPorts.free();
        try (var left = SchemaRegistryProcess.start(settings(port))) {
            register(port, "a-value", "\"string\"");
            new ProcessBuilder("kill", "-INT", String.valueOf(left.handle().pid()))
                    .start()
                    .waitFor();

            try (var registry = SchemaRegistryProcess.start(settings(port))) {
                assertThat(left.handle().isAlive()).isFalse();
                assertThat(registry.handle().isAlive()).isTrue();
            }
            // Ended by a termination signal of the second one, not by the interrupt before.
            assertThat(left.onExit()).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(143);
        }
    }

    @Test
    void leavesAForeignProcessAlone() throws Exception {
        RegistryOrphan.record(directory, ProcessHandle.current());

        assertThat(RegistryOrphan.find(directory)).isEmpty();
    }

    @Test
    void toleratesAnUnreadablePid() throws Exception {
        Files.writeString(directory.resolve("registry.pid"), "gibberish");

        assertThat(RegistryOrphan.find(directory)).isEmpty();
    }

    @Test
    void pointsToTheLogWhenItCannotStart() throws Exception {
        Files.createDirectories(directory.resolve("registry"));
        Files.writeString(directory.resolve("registry/registry.mv.db"), "no database");

        assertThatThrownBy(() -> SchemaRegistryProcess.start(settings(LocalPorts.free())))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("The schema registry ended while it was starting (exit code 1)")
                .hasMessageContaining("registry.log");
        assertThat(directory.resolve("logs/registry.log"))
                .content()
                .contains("JdbcSQLNonTransientException", "registry.mv.db");
    }

    @Test
    void saysThatItsPortIsTaken() throws Exception {
        try (var taken = new ServerSocket(LocalPorts.free(), 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> SchemaRegistryProcess.start(settings(taken.getLocalPort())))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("Port %d, for the schema registry, is taken", taken.getLocalPort());
        }
    }

    @Test
    void givesUpWhenThereIsNoAnswer() {
        int port = LocalPorts.free();
        var impatient = new SchemaRegistryProcess.Settings(
                DISTRIBUTION,
                directory.resolve("registry"),
                directory.resolve("logs/registry.log"),
                port,
                Duration.ofMillis(1),
                Duration.ZERO);

        assertThatThrownBy(() -> SchemaRegistryProcess.start(impatient))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("did not answer on port %d within 0 s", port);

        await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> assertThat(
                        RegistryOrphan.find(directory.resolve("registry").toRealPath()))
                .isEmpty());
    }

    @Test
    void saysWhatToDoWithoutAProgram() {
        var nowhere = new SchemaRegistryProcess.Settings(
                new RegistryDistribution(directory.resolve("nowhere")), directory, directory.resolve("log"), 1);

        assertThatThrownBy(() -> SchemaRegistryProcess.start(nowhere))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("mvn package");
    }

    /** Starts a registry and stays. */
    static final class Parent {
        public static void main(String[] args) throws IOException {
            Path directory = Path.of(args[0]);
            try (var registry = SchemaRegistryProcess.start(settings(directory, Integer.parseInt(args[1])))) {
                ChildJvm.sayAndStay("started " + registry.handle().pid());
            }
        }
    }

    private SchemaRegistryProcess.Settings settings(int port) {
        return settings(directory, port);
    }

    private static SchemaRegistryProcess.Settings settings(Path directory, int port) {
        return new SchemaRegistryProcess.Settings(
                DISTRIBUTION, directory.resolve("registry"), directory.resolve("logs/registry.log"), port);
    }

    private static String fixed(String name) {
        return "{\"type\":\"fixed\",\"name\":\"" + name + "\",\"size\":1}";
    }

    private static int register(int port, String subject, String schema) throws Exception {
        String answer =
                send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + SUBJECTS + subject + "/versions"))
                        .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                        .POST(BodyPublishers.ofString("{\"schema\":\"" + schema.replace("\"", "\\\"") + "\"}")));
        assertThat(answer).matches("\\{\"id\":\\d+}");
        return Integer.parseInt(answer.replaceAll("\\D", ""));
    }

    private static String schema(int port, int id) throws Exception {
        return send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/apis/ccompat/v7/schemas/ids/" + id)));
    }

    private static String send(HttpRequest.Builder request) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString()).body();
        }
    }
}
