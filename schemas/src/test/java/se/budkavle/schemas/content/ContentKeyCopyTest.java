package se.budkavle.schemas.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.LocalDate;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.budkavle.schemas.avro.ContentKey;
import se.budkavle.schemas.content.ContentKeyCopy.Change;

class ContentKeyCopyTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 29);
    private static final String ID = StoredKey.idOf(DAY, "a");

    private final ContentKeyCopy copy = new ContentKeyCopy();

    private static ContentKey key(String id, @Nullable String wrapped) {
        return ContentKey.newBuilder()
                .setKeyId(id)
                .setOrganisation("0203:a.se")
                .setWrapped(
                        wrapped == null
                                ? null
                                : ByteBuffer.wrap(wrapped.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .setWrappedWith("k1")
                .build();
    }

    @Test
    void aKeyIsFoundByItsIdAndByOrganisationAndDay() {
        assertThat(copy.put(ID, key(ID, "1"))).isEqualTo(Change.TAKEN);

        assertThat(copy.key(ID)).isNotNull();
        assertThat(copy.keys("0203:a.se", DAY)).hasSize(1);
        assertThat(copy.keys("0203:b.se", DAY)).isEmpty();
        assertThat(copy.keys("0203:a.se", DAY.plusDays(1))).isEmpty();
        assertThat(copy.before(DAY)).isEmpty();
        assertThat(copy.before(DAY.plusDays(1))).hasSize(1);
    }

    @Test
    void aKeyIsWrappedAnew() {
        copy.put(ID, key(ID, "1"));

        assertThat(copy.put(ID, key(ID, "2"))).isEqualTo(Change.TAKEN);
        assertThat(copy.keys("0203:a.se", DAY)).singleElement().satisfies(key -> assertThat(key.wrapped())
                .isNotNull()
                .satisfies(wrapped -> assertThat(wrapped.bytes()).isEqualTo(new byte[] {'2'})));
    }

    @Test
    void whatWasDestroyedStaysSoWhateverComesBehindIt() {
        copy.put(ID, key(ID, "1"));

        assertThat(copy.put(ID, key(ID, null))).isEqualTo(Change.DESTROYED);
        assertThat(copy.put(ID, key(ID, "2"))).isEqualTo(Change.REVIVED);
        assertThat(copy.put(ID, key(ID, null))).isEqualTo(Change.DESTROYED);
        assertThat(copy.keys("0203:a.se", DAY)).singleElement().satisfies(key -> assertThat(key.wrapped())
                .isNull());
    }

    @Test
    void whatHadItsTimeIsForgotten() {
        copy.put(ID, key(ID, "1"));

        copy.put(ID, null);

        assertThat(copy.key(ID)).isNull();
        assertThat(copy.all()).isEmpty();
        assertThat(copy.put(ID, null)).isEqualTo(Change.TAKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", ".", "2026-02-30.a", "2026-11-29"})
    void whatIsNoKeysIdIsRefused(String id) {
        assertThatThrownBy(() -> copy.put(id, key(id, "1"))).isInstanceOf(SerializationException.class);
        assertThatThrownBy(() -> copy.key(id)).isInstanceOf(SerializationException.class);
    }

    @Test
    void aKeyUnderAnothersIdIsRefused() {
        assertThatThrownBy(() -> copy.put(ID, key(StoredKey.idOf(DAY, "b"), "1")))
                .isInstanceOf(SerializationException.class);
        assertThat(copy.all()).isEmpty();
    }
}
