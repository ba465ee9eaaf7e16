package se.budkavle.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import javax.crypto.AEADBadTagException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretBoxTest {

    private static final byte[] SECRET = "whsec_canary".getBytes(StandardCharsets.UTF_8);
    private static final String OLD = key((byte) 1);
    private static final String NEW = key((byte) 2);

    private final SecretBox box = SecretBox.of(Map.of("2025", OLD, "2026", NEW));

    private static String key(byte each) {
        byte[] bytes = new byte[32];
        java.util.Arrays.fill(bytes, each);
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Test
    void opensWhatItSealedWithAnyOfItsKeys() throws Exception {
        assertThat(box.open("2025", "s", box.seal("2025", "s", SECRET))).isEqualTo(SECRET);
        assertThat(box.open("2026", "s", box.seal("2026", "s", SECRET))).isEqualTo(SECRET);
    }

    @Test
    void sealsTheSameSecretDifferentlyEachTimeAndShowsNothingOfIt() throws Exception {
        byte[] once = box.seal("2026", "s", SECRET);

        assertThat(once).isNotEqualTo(box.seal("2026", "s", SECRET));
        assertThat(new String(once, StandardCharsets.ISO_8859_1)).doesNotContain("canary");
    }

    @Test
    void aSecretCannotBeMovedToAnotherOwner() throws Exception {
        byte[] sealed = box.seal("2026", "s", SECRET);

        assertThatThrownBy(() -> box.open("2026", "t", sealed)).isInstanceOf(AEADBadTagException.class);
    }

    @Test
    void whatWasChangedOrIsTooShortDoesNotOpen() throws Exception {
        byte[] sealed = box.seal("2026", "s", SECRET);
        sealed[20] ^= 1;

        assertThatThrownBy(() -> box.open("2026", "s", sealed)).isInstanceOf(AEADBadTagException.class);
        assertThatThrownBy(() -> box.open("2026", "s", new byte[3])).isInstanceOf(AEADBadTagException.class);
    }

    @Test
    void anotherKeyDoesNotOpen() throws Exception {
        byte[] sealed = box.seal("2025", "s", SECRET);

        assertThatThrownBy(() -> box.open("2026", "s", sealed)).isInstanceOf(AEADBadTagException.class);
        assertThatThrownBy(() -> box.open("2024", "s", sealed))
                .isInstanceOf(SecretBox.UnknownKeyException.class)
                .hasMessageContaining("2024");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "c2hvcnQ=", "not base64 at all, and secret"})
    void saysWhichKeyIsNoneAndNotItsValue(String key) {
        assertThatThrownBy(() -> SecretBox.of(Map.of("2026", key)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("budkavle.secrets.keys.2026 must be 32 bytes in base64");
    }
}
