package se.budkavle.gateway.registry;

import io.micronaut.context.annotation.Property;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;

/**
 * Keyed hashes (HMAC-SHA256) by which is found what must not be stored as it is: persons and case ids. The key is
 * configuration, {@code budkavle.gateway.lookup-key}, base64 of at least 32 bytes, the same at every gateway and for
 * ever: with another one nothing is found again. Without it neither persons nor case ids can be looked up.
 */
@Singleton
public final class LookupKey {

    private static final String SETTING = "budkavle.gateway.lookup-key";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SHORTEST = 32;
    /** Case ids have a key of their own: one that is a person's number must not lead to that person's address. */
    private static final String CASE_IDS = "budkavle case id";

    private final @Nullable SecretKeySpec persons;
    private final @Nullable SecretKeySpec caseIds;

    /** Takes the key as configured; empty: there is none. */
    public LookupKey(@Property(name = SETTING, defaultValue = "") String base64) {
        if (base64.isBlank()) {
            persons = null;
            caseIds = null;
            return;
        }
        persons = new SecretKeySpec(decoded(base64), ALGORITHM);
        caseIds = new SecretKeySpec(hmac(persons, CASE_IDS), ALGORITHM);
    }

    private static byte[] decoded(String base64) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(SETTING + " must be base64");
        }
        if (key.length < SHORTEST) {
            throw new IllegalArgumentException(SETTING + " must be at least " + SHORTEST + " bytes, not " + key.length);
        }
        return key;
    }

    /** {@return the hash of a case id; null where no key is configured} */
    public @Nullable ByteBuffer caseIdHash(String caseId) {
        return caseIds == null ? null : ByteBuffer.wrap(hmac(caseIds, caseId));
    }

    /**
     * {@return the hash of a case id, lower-case hex}
     *
     * @throws se.budkavle.gateway.problem.RefusedException 501 where no key is configured
     */
    public String requiredCaseIdHash(String caseId) {
        return HexFormat.of().formatHex(hmac(required(caseIds), caseId));
    }

    /**
     * {@return the address of a person}
     *
     * @throws se.budkavle.gateway.problem.RefusedException 501 where no key is configured
     */
    public String addressOf(PersonalIdentityNumber number) {
        return AddressRequests.PERSON_PREFIX + HexFormat.of().formatHex(hmac(required(persons), number.digits()));
    }

    private static SecretKeySpec required(@Nullable SecretKeySpec key) {
        if (key == null) {
            throw Refusal.of(ProblemCode.NOT_CONFIGURED, "This installation has no " + SETTING + ".")
                    .asException();
        }
        return key;
    }

    private static byte[] hmac(SecretKeySpec key, String text) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
