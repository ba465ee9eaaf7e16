package se.budkavle.notifier.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.apache.kafka.common.utils.Bytes;

class OrderedKeyTest {

    private record Place(String text, long number) {}

    @Property
    void keysSortAsTheirPartsDo(
            @ForAll @AlphaChars @StringLength(max = 5) String oneText,
            @ForAll @LongRange(min = 0) long oneNumber,
            @ForAll @AlphaChars @StringLength(max = 5) String otherText,
            @ForAll @LongRange(min = 0) long otherNumber) {
        Place one = new Place(oneText, oneNumber);
        Place other = new Place(otherText, otherNumber);

        int ofKeys = key(one).compareTo(key(other));

        int ofParts =
                Comparator.comparing(Place::text).thenComparing(Place::number).compare(one, other);
        assertThat(Integer.signum(ofKeys)).isEqualTo(Integer.signum(ofParts));
    }

    @Property
    void aRangeHoldsWhatGoesOnFromItsKeyAndNothingElse(
            @ForAll @AlphaChars @StringLength(max = 5) String text,
            @ForAll @AlphaChars @StringLength(max = 5) String other,
            @ForAll @LongRange(min = 0) long number) {
        OrderedKey range = OrderedKey.in('k').text(text);
        Bytes key = key(new Place(other, number));

        boolean within = range.first().compareTo(key) <= 0 && key.compareTo(range.last()) <= 0;

        assertThat(within).isEqualTo(text.equals(other));
        assertThat(OrderedKey.numberAtEnd(key)).isEqualTo(number);
    }

    private static Bytes key(Place place) {
        return OrderedKey.in('k').text(place.text()).number(place.number()).first();
    }
}
