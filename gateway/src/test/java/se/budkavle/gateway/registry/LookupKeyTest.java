package se.budkavle.gateway.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.RefusedException;

class LookupKeyTest {

    /** Bytes 0 to 31. */
    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private static final PersonalIdentityNumber NUMBER = PersonalIdentityNumber.of("191212121212");

    private final LookupKey key = new LookupKey(KEY);

    @Test
    void aPersonsAddressIsAKeyedHash() {
        // Computed with another program: HMAC-SHA256 over the twelve digits.
        assertThat(key.addressOf(NUMBER))
                .isEqualTo("person:6352af149e826f2d873dff69170fafb04f00b16e27f4e3198f181a8fce79458d");
    }

    @Test
    void aCaseIdThatIsAPersonsNumberDoesNotLeadToThePerson() {
        assertThat(key.requiredCaseIdHash("191212121212"))
                .isEqualTo("0ad1650c200424ebcc3f6c0c0d680b432bb8a9972b92afb3538069c1e1779de9")
                .isNotEqualTo(key.addressOf(NUMBER).substring("person:".length()));
        assertThat(key.caseIdHash("191212121212").remaining()).isEqualTo(32);
    }

    @Test
    void withoutAKeyNothingIsHashedAndLookingUpSaysWhatIsMissing() {
        var none = new LookupKey("");

        assertThat(none.caseIdHash("1")).isNull();
        assertThatThrownBy(() -> none.addressOf(NUMBER)).satisfies(LookupKeyTest::saysWhatIsMissing);
        assertThatThrownBy(() -> none.requiredCaseIdHash("1")).satisfies(LookupKeyTest::saysWhatIsMissing);
    }

    private static void saysWhatIsMissing(Throwable e) {
        var refusal = ((RefusedException) e).refusal();
        assertThat(refusal.code()).isEqualTo(ProblemCode.NOT_CONFIGURED);
        assertThat(refusal.detail()).contains("budkavle.gateway.lookup-key");
    }

    @Test
    void aKeyThatIsNoneStopsTheStartWithoutBeingShown() {
        assertThatThrownBy(() -> new LookupKey("no base64!"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("budkavle.gateway.lookup-key")
                .hasMessageNotContaining("no base64");
        assertThatThrownBy(() -> new LookupKey(Base64.getEncoder().encodeToString(new byte[31])))
                .hasMessageContaining("at least 32 bytes, not 31");
    }
}
