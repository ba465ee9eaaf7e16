package se.budkavle.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class IdsTest {

    @Property
    void theSamePartsGiveTheSameIdOfVersion8(@ForAll String organisation, @ForAll String key) {
        UUID id = UUID.fromString(Ids.messageId(organisation, key));

        assertThat(id).hasToString(Ids.messageId(organisation, key));
        assertThat(id.version()).isEqualTo(8);
        assertThat(id.variant()).isEqualTo(2);
    }

    @Property
    void partsDoNotRunTogether(@ForAll String a, @ForAll String b, @ForAll String c) {
        boolean same = List.of(a, b + c).equals(List.of(a + b, c));

        assertThat(Ids.derived(a, b + c).equals(Ids.derived(a + b, c))).isEqualTo(same);
    }

    @Test
    void newIdsAreOfVersion7AndDiffer() {
        List<UUID> ids =
                Stream.generate(Ids::newId).limit(1000).map(UUID::fromString).toList();

        assertThat(ids).doesNotHaveDuplicates().allSatisfy(id -> {
            assertThat(id.version()).isEqualTo(7);
            assertThat(id.variant()).isEqualTo(2);
        });
    }
}
