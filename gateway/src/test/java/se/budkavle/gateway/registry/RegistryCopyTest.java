package se.budkavle.gateway.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import se.budkavle.schemas.avro.Address;

class RegistryCopyTest {

    private final RegistryCopy registry = new RegistryCopy();

    private void put(String address, String organisation) {
        registry.putAddress(
                address,
                Address.newBuilder()
                        .setAddress(address)
                        .setOrganisation(organisation)
                        .setUpdatedAt(Instant.EPOCH)
                        .setUpdatedBy(organisation)
                        .build());
    }

    @Test
    void personsAreNoSenders() {
        put("person:0a", "0203:a.se");
        assertThat(registry.sendersOf("0203:a.se")).isEmpty();

        put("zz.0203:a.se", "0203:a.se");
        assertThat(registry.sendersOf("0203:a.se")).containsExactly("zz.0203:a.se");

        put("in.0203:a.se", "0203:a.se");
        put("person.x", "0203:a.se");
        assertThat(registry.sendersOf("0203:a.se")).containsExactly("in.0203:a.se", "person.x");
    }

    @Test
    void anAddressThatChangesHandsIsInOneListOnly() {
        put("in.x", "0203:a.se");
        put("in.x", "0203:b.se");

        assertThat(registry.addressesOf("0203:a.se")).isEmpty();
        assertThat(registry.addresses("0203:b.se", null))
                .extracting(Address::getAddress)
                .containsExactly("in.x");

        registry.putAddress("in.x", null);
        assertThat(registry.sendersOf("0203:b.se")).isEmpty();
        assertThat(registry.addresses(null, null)).isEmpty();
    }
}
