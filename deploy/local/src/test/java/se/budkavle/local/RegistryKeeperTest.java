package se.budkavle.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import se.budkavle.schemas.serde.HttpSchemaRegistry;

@Timeout(120)
class RegistryKeeperTest {

    private static final Schema SCHEMA = Schema.create(Schema.Type.STRING);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final int port = LocalPorts.free();
    private final Logger logger = (Logger) LoggerFactory.getLogger(RegistryKeeper.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @TempDir
    Path directory;

    @BeforeEach
    void listen() {
        logger.setAdditive(false);
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(logged);
        logger.setAdditive(true);
    }

    @Test
    void startsARegistryThatWasKilledAgainOnTheSamePortAndData() {
        ProcessHandle second;
        try (var keeper = RegistryKeeper.start(settings(), limit(5))) {
            int id = HttpSchemaRegistry.at(keeper.url()).register("a-value", SCHEMA);
            ProcessHandle first = keeper.handle();

            first.destroyForcibly();

            await().atMost(PATIENCE).until(() -> keeper.handle().pid() != first.pid());
            second = keeper.handle();
            assertThat(HttpSchemaRegistry.at(keeper.url()).byId(id)).isEqualTo(SCHEMA);
            assertThat(messages(Level.WARN)).containsExactly("The schema registry ended; it is started again");
        }

        assertThat(second.isAlive()).isFalse();
        assertThat(messages(Level.WARN)).hasSize(1);
        assertThat(messages(Level.ERROR)).isEmpty();
    }

    @Test
    void closesAlsoInTheMiddleOfAStartAndLeavesNoneRunning() throws Exception {
        try (var keeper = RegistryKeeper.start(settings(), limit(5))) {
            long first = keeper.handle().pid();
            keeper.handle().destroyForcibly();
            await().atMost(PATIENCE).until(() -> RegistryOrphan.find(registryDirectory())
                    .filter(process -> process.pid() != first)
                    .isPresent());
        }

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(RegistryOrphan.find(registryDirectory()))
                .isEmpty());
        assertThat(messages(Level.ERROR)).isEmpty();
    }

    @Test
    void givesUpWithARegistryThatCannotLive() throws Exception {
        try (var keeper = RegistryKeeper.start(settings(), limit(2))) {
            // The log of the last run cannot be moved away, so none can be started.
            Path log = settings().log();
            Files.delete(log);
            Files.createDirectories(log.resolveSibling(log.getFileName() + ".1").resolve("in-the-way"));
            Files.writeString(log, "");
            keeper.handle().destroyForcibly();

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(messages(Level.ERROR))
                    .singleElement()
                    .asString()
                    .contains("does not stay up"));
            assertThat(keeper.handle().isAlive()).isFalse();
        }
    }

    private Path registryDirectory() throws IOException {
        return directory.resolve("registry").toRealPath();
    }

    private SchemaRegistryProcess.Settings settings() {
        return new SchemaRegistryProcess.Settings(
                new RegistryDistribution(Path.of("target/registry")),
                directory.resolve("registry"),
                directory.resolve("registry.log"),
                port);
    }

    private static RestartLimit limit(int starts) {
        return new RestartLimit(starts, Duration.ofMinutes(1));
    }

    private List<String> messages(Level level) {
        return List.copyOf(logged.list).stream()
                .filter(event -> event.getLevel() == level)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
