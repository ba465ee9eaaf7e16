package se.budkavle.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretKeyFileTest {

    @TempDir
    Path directory;

    @Test
    void aKeyStaysTheSameAndIsNobodyElses() {
        var key = SecretKeyFile.readOrCreate(directory.resolve("one"));

        assertThat(Base64.getDecoder().decode(key)).hasSize(32);
        assertThat(SecretKeyFile.readOrCreate(directory.resolve("one"))).isEqualTo(key);
        assertThat(SecretKeyFile.readOrCreate(directory.resolve("another"))).isNotEqualTo(key);
    }

    @Test
    void aDamagedKeyIsNotReplaced() throws Exception {
        var file = Files.writeString(directory.resolve("damaged"), "not a key");

        assertThatThrownBy(() -> SecretKeyFile.readOrCreate(file))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("damaged")
                .hasMessageNotContaining("not a key");
        assertThat(file).hasContent("not a key");
    }
}
