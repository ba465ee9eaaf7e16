package se.budkavle.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import se.budkavle.schemas.avro.Message;

class ShallowTest {

    @Test
    void aCopyIsEqualAndSharesItsParts() {
        Message original = Samples.message();

        Message copy = Shallow.copy(original, new Message());

        assertThat(copy).isEqualTo(original).isNotSameAs(original);
        assertThat(copy.getContent()).isSameAs(original.getContent());
        assertThat(copy.getContentInfo()).isSameAs(original.getContentInfo());
    }

    @Test
    void whatIsPutIntoItIsNotSeenInTheOriginal() {
        Message original = Samples.message();
        Message unchanged = Message.newBuilder(original).build();

        Message copy = Shallow.copy(original, new Message());
        copy.put("content", null);

        assertThat(copy.getContent()).isNull();
        assertThat(original).isEqualTo(unchanged);
    }
}
