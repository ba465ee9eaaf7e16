package se.budkavle.local.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevKeysTest {

    @Test
    void tokensOutliveARestart(@TempDir Path directory) throws IOException {
        var first = new DevKeys(directory.toString());

        var second = new DevKeys(directory.toString());

        assertThat(second.signingKey()).isEqualTo(first.signingKey());
    }

    @Test
    void aDamagedKeyIsMadeAnew(@TempDir Path directory) throws IOException {
        new DevKeys(directory.toString());
        try (var files = Files.list(directory)) {
            Files.writeString(files.findFirst().orElseThrow(), "half a ke");
        }

        assertThat(new DevKeys(directory.toString()).signingKey().isPrivate()).isTrue();
    }

    @Test
    void nothingPrivateIsPublished(@TempDir Path directory) throws IOException {
        var published = new DevKeys(directory.toString()).publicKeys();

        assertThat(published.getKeys()).hasSize(1).noneMatch(key -> key.isPrivate());
    }
}
