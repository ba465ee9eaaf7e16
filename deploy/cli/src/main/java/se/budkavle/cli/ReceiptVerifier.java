package se.budkavle.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.jwk.JWKSet;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.ReceiptChains;
import se.budkavle.schemas.ReceiptClaims;

/** Whether receipts, as the API gave them, hold: each signature, each place in its chain, and what they tell of content. */
final class ReceiptVerifier {

    private static final String UNREADABLE = "UNREADABLE";
    private static final String UNSIGNED = "UNSIGNED";
    private static final String UNKNOWN_KEY = "UNKNOWN_KEY";
    private static final String ALTERED = "ALTERED";

    private final JWKSet keys;

    /**
     * A verifier.
     *
     * @param keys the public keys of whoever signs receipts
     */
    ReceiptVerifier(JWKSet keys) {
        this.keys = keys;
    }

    /**
     * What came of one.
     *
     * @param claims what it says; null: it cannot be read
     * @param key id of the key that signed it; null: none did
     * @param faults names of what is wrong with it; none: it holds
     */
    record Verified(
            @Nullable ReceiptClaims claims, @Nullable String key, Set<String> faults) {

        boolean holds() {
            return faults.isEmpty();
        }
    }

    /**
     * Verifies all that somebody has, in the order in which they are.
     *
     * @param messageId the message they should be of; null: the one that the first is of
     * @param contentDigest of the content they should tell of; null: whatever it is
     */
    List<Verified> verify(List<JsonNode> items, @Nullable String messageId, @Nullable String contentDigest) {
        var each = items.stream().map(this::alone).toList();
        var readable = new ArrayList<ReceiptClaims>();
        for (var one : each) {
            if (one.claims() != null) {
                readable.add(one.claims());
            }
        }
        if (readable.isEmpty()) {
            return each;
        }
        var places = ReceiptChains.faults(
                        messageId == null ? readable.getFirst().messageId() : messageId, readable)
                .iterator();
        for (var one : each) {
            var claims = one.claims();
            if (claims == null) {
                continue;
            }
            places.next().forEach(fault -> one.faults().add(fault.name()));
            if (contentDigest != null
                    && claims.contentDigest() != null
                    && !claims.contentDigest().equals(contentDigest)) {
                one.faults().add(ReceiptChains.Fault.OTHER_CONTENT.name());
            }
        }
        return each;
    }

    private Verified alone(JsonNode item) {
        var faults = new LinkedHashSet<String>();
        var signed = item.path("jws").textValue();
        try {
            if (signed == null) {
                faults.add(UNSIGNED);
                return new Verified(
                        compared(item, ReceiptClaims.canonical(item.path("receipt")), faults), null, faults);
            }
            var jws = JWSObject.parse(signed);
            var kid = jws.getHeader().getKeyID();
            var key = kid == null ? null : keys.getKeyByKeyId(kid);
            if (key == null) {
                faults.add(UNKNOWN_KEY);
            } else if (!isReceipt(jws) || !Signatures.holds(jws, key)) {
                faults.add(ALTERED);
            }
            return new Verified(compared(item, jws.getPayload().toString(), faults), kid, faults);
        } catch (ParseException | IllegalArgumentException e) {
            faults.add(UNREADABLE);
            return new Verified(null, null, faults);
        }
    }

    /** What the key signed for another purpose is no receipt. */
    private static boolean isReceipt(JWSObject jws) {
        var type = jws.getHeader().getType();
        return type != null && type.getType().equals(ReceiptClaims.TYPE);
    }

    /** What is shown beside the signature must be what was signed: people read that. */
    private static ReceiptClaims compared(JsonNode item, String json, Set<String> faults) {
        var claims = ReceiptClaims.parse(json);
        var shown = item.path("receipt");
        var digest = item.path("digest").textValue();
        if ((!shown.isMissingNode() && !ReceiptClaims.canonical(shown).equals(json))
                || (digest != null && !digest.equals(claims.digest()))) {
            faults.add(ALTERED);
        }
        return claims;
    }
}
