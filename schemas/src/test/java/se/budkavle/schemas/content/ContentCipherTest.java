package se.budkavle.schemas.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.crypto.AEADBadTagException;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.budkavle.schemas.content.ContentCipher.Binding;

class ContentCipherTest {

    private static final String CONTENT = "content of a message";
    private static final Binding BINDING = new Binding("2026-11-29.a", "0203:a.se", "m1");

    private final SecretKey key = ContentCipher.newKey();

    private static ByteBuffer content() {
        return ByteBuffer.wrap(CONTENT.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        var bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    @Test
    void opensWhatItSealedAndShowsNothingOfIt() throws Exception {
        var content = content();
        var sealed = ContentCipher.seal(key, BINDING, content);

        assertThat(content.remaining()).isEqualTo(CONTENT.length());
        assertThat(new String(bytes(sealed), StandardCharsets.ISO_8859_1)).doesNotContain("message");
        assertThat(sealed.remaining()).isEqualTo(CONTENT.length() + 28);
        assertThat(ContentCipher.open(key, BINDING, sealed)).isEqualTo(content());
        assertThat(sealed).isNotEqualTo(ContentCipher.seal(key, BINDING, content()));
    }

    @Test
    void nothingIsContentToo() throws Exception {
        var sealed = ContentCipher.seal(key, BINDING, ByteBuffer.allocate(0));

        assertThat(ContentCipher.open(key, BINDING, sealed).remaining()).isZero();
    }

    static List<Binding> others() {
        return List.of(
                new Binding("2026-11-29.b", BINDING.organisation(), BINDING.messageId()),
                new Binding(BINDING.keyId(), "0203:b.se", BINDING.messageId()),
                new Binding(BINDING.keyId(), BINDING.organisation(), "m2"),
                // The same letters, cut elsewhere.
                new Binding(BINDING.keyId(), "0203:a.sem", "1"));
    }

    @ParameterizedTest
    @MethodSource("others")
    void whatBelongsElsewhereDoesNotOpen(Binding other) throws Exception {
        var sealed = ContentCipher.seal(key, BINDING, content());

        assertThatThrownBy(() -> ContentCipher.open(key, other, sealed)).isInstanceOf(AEADBadTagException.class);
    }

    @Test
    void noBitOfItCanBeChanged() throws Exception {
        var sealed = ContentCipher.seal(key, BINDING, content());

        assertThat(IntStream.range(0, sealed.remaining())).allSatisfy(place -> {
            var changed = bytes(sealed);
            changed[place] ^= 1;
            assertThatThrownBy(() -> ContentCipher.open(key, BINDING, ByteBuffer.wrap(changed)))
                    .isInstanceOf(AEADBadTagException.class);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 11, 27, 28, 47})
    void whatIsCutOffDoesNotOpen(int length) throws Exception {
        var sealed = ContentCipher.seal(key, BINDING, content()).slice(0, length);

        assertThatThrownBy(() -> ContentCipher.open(key, BINDING, sealed)).isInstanceOf(AEADBadTagException.class);
    }

    @Test
    void anotherKeyDoesNotOpen() throws Exception {
        var sealed = ContentCipher.seal(key, BINDING, content());

        assertThatThrownBy(() -> ContentCipher.open(ContentCipher.newKey(), BINDING, sealed))
                .isInstanceOf(AEADBadTagException.class);
        assertThatThrownBy(() -> ContentCipher.key(new byte[16])).isInstanceOf(IllegalArgumentException.class);
    }
}
