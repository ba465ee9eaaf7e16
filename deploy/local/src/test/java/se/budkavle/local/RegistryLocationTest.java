package se.budkavle.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryLocationTest {

    @Test
    void isFoundFromAnywhereInTheRepository(@TempDir Path repository) throws IOException {
        Path registry = Files.createDirectories(repository.resolve("deploy/local/target/registry"));
        Path jar = repository.resolve("deploy/cli/target/lib/budkavle-local.jar");

        assertThat(RegistryLocation.above(jar)).contains(registry);
    }

    @Test
    void isNotFoundElsewhere(@TempDir Path elsewhere) {
        assertThat(RegistryLocation.above(elsewhere)).isEmpty();
    }
}
