package se.budkavle.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.AuditEvent;

/**
 * How acts in the audit are chained, organisation by organisation: each names the digest of the one before it. A digest is
 * SHA-256 over the canonical JSON (RFC 8785) of the act as the API shows it, without its own digest, so that whoever reads
 * the audit can verify it: what is altered, or taken out of the middle, leaves an act whose predecessor is not there.
 */
public final class AuditChain {

    /** Extension of an event: the address from which was acted. */
    public static final String FROM = "from";

    /** The field that is not part of what is digested: the digest. */
    public static final String DIGEST = "digest";

    private static final String PREVIOUS = "previousDigest";
    private static final String ORGANISATION = "organisation";

    private AuditChain() {}

    /**
     * What a walk over all acts of an organisation found.
     *
     * @param acts how many there are
     * @param beginnings acts whose predecessor is not there; more than one: the chain is broken
     * @param altered acts whose digest is not theirs
     * @param forks acts that name a predecessor which another names too
     * @param head digest of the last act: whoever has noted an earlier one down can look for it; null: there is not one
     */
    public record Verification(
            int acts,
            int beginnings,
            int altered,
            int forks,
            @Nullable String head) {

        /** Whether nothing was altered, taken out of the middle, or put in. */
        public boolean isWhole() {
            return altered == 0 && forks == 0 && beginnings <= 1 && (acts == 0 || head != null);
        }
    }

    /** An act as the API shows it, with its digest. */
    public static ObjectNode shown(AuditEvent event) {
        ObjectNode act = act(event);
        return act.put(DIGEST, hex(digest(act)));
    }

    /** SHA-256 of an act: what the next one names. */
    public static byte[] digest(AuditEvent event) {
        return digest(act(event));
    }

    /** Verifies all acts, in any order, as the API shows them. */
    public static Map<String, Verification> verify(Iterable<? extends JsonNode> acts) {
        Map<String, Chain> chains = new LinkedHashMap<>();
        for (JsonNode act : acts) {
            chains.computeIfAbsent(act.path(ORGANISATION).asText(), organisation -> new Chain())
                    .add(act);
        }
        Map<String, Verification> verified = new LinkedHashMap<>();
        chains.forEach((organisation, chain) -> verified.put(organisation, chain.verify()));
        return verified;
    }

    private static final class Chain {

        private final Map<String, @Nullable String> previous = new LinkedHashMap<>();
        private int altered;

        void add(JsonNode act) {
            ObjectNode digested = act.deepCopy();
            digested.remove(DIGEST);
            String digest = hex(digest(digested));
            altered += digest.equals(act.path(DIGEST).asText()) ? 0 : 1;
            previous.put(digest, act.path(PREVIOUS).textValue());
        }

        Verification verify() {
            int beginnings = 0;
            int forks = 0;
            Map<String, String> next = new LinkedHashMap<>();
            for (var act : previous.entrySet()) {
                String before = act.getValue();
                if (before == null || !previous.containsKey(before)) {
                    beginnings++;
                } else if (next.put(before, act.getKey()) != null) {
                    forks++;
                }
            }
            String head = previous.keySet().stream()
                    .filter(digest -> !next.containsKey(digest))
                    .reduce((one, another) -> another)
                    .orElse(null);
            return new Verification(previous.size(), beginnings, altered, forks, head);
        }
    }

    private static ObjectNode act(AuditEvent event) {
        ObjectNode act = JsonNodeFactory.instance.objectNode();
        act.put("auditId", event.getAuditId());
        act.put(ORGANISATION, event.getOrganisation());
        act.put("actorKind", event.getActorKind().name());
        act.put("actor", event.getActorPseudonym());
        act.put("action", event.getAction());
        act.put("entityId", event.getEntityId());
        act.put("outcome", event.getOutcome().name());
        act.put("code", event.getCode());
        act.put("causedBy", event.getCausedBy());
        act.put("at", event.getAt().toString());
        act.put(FROM, event.getExtensions().get(FROM));
        ByteBuffer previous = event.getPreviousDigest();
        act.put(PREVIOUS, previous == null ? null : hex(bytes(previous)));
        return act;
    }

    private static byte[] digest(ObjectNode act) {
        try {
            return Digests.sha256(new JsonCanonicalizer(act.toString()).getEncodedUTF8());
        } catch (IOException e) {
            throw new UncheckedIOException("what was just written is JSON", e);
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
