package se.budkavle.e2e;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.budkavle.local.LocalOptions;
import se.budkavle.local.LocalSystem;

/** The local system on free ports and a data directory that is removed at the end. JUnit closes it after the last test. */
final class SystemUnderTest implements AutoCloseable {

    private final LocalSystem system;
    private final @Nullable OwnKafka ownKafka;

    private SystemUnderTest(LocalSystem system, @Nullable OwnKafka ownKafka) {
        this.system = system;
        this.ownKafka = ownKafka;
    }

    static SystemUnderTest start() {
        LogCapture.install();
        // Ten seconds in production: tests of what is held wait for it.
        System.setProperty("budkavle.router.unknown-grace", "PT1S");
        // Five minutes, so that what came in meanwhile is read, and a minute: tests of silences wait for them.
        System.setProperty("budkavle.notifier.health.settle", "0s");
        System.setProperty("budkavle.notifier.health.check-interval", "1s");
        // Two seconds: a build that does other things on the same two cores takes longer to decide.
        System.setProperty("budkavle.gateway.commands.timeout", "20s");
        var ownKafka = OwnKafka.start();
        var options = LocalOptions.ephemeral(0);
        return new SystemUnderTest(
                LocalSystem.start(ownKafka == null ? options : options.on(ownKafka.bootstrapServers())), ownKafka);
    }

    URI gateway() {
        return system.gateway();
    }

    /** Health and metrics of all services: gateway, router, notifier. */
    List<URI> services() {
        return List.of(system.gateway(), system.router(), system.notifier());
    }

    String bootstrapServers() {
        return system.bootstrapServers();
    }

    String schemaRegistryUrl() {
        return system.schemaRegistryUrl();
    }

    Path dataDirectory() {
        return system.dataDirectory().root();
    }

    @Override
    public void close() {
        system.close();
        if (ownKafka != null) {
            ownKafka.close();
        }
    }
}
