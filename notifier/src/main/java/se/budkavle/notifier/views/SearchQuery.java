package se.budkavle.notifier.views;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.Digests;
import se.budkavle.schemas.Traceparent;

/**
 * What an operator looks for, without saying what kind of id it is.
 *
 * @param text as it was stated
 * @param caseIdHash what its keyed hash would be as a case id, hexadecimal; null: case ids are not looked for
 */
record SearchQuery(String text, @Nullable String caseIdHash) {

    /** @throws IllegalArgumentException when the hash is none */
    SearchQuery {
        if (caseIdHash != null) {
            var _ = HexFormat.of().parseHex(caseIdHash);
        }
    }

    /** As it was stated, and in lower case, as ids of ours are. */
    List<String> spellings() {
        return Stream.of(text, text.toLowerCase(Locale.ROOT)).distinct().toList();
    }

    /** What may stand in the index of that kind, as {@link SearchIndex} takes it from an event. */
    List<byte[]> values(IdKind kind) {
        return switch (kind) {
            case SENDER_MESSAGE_ID, REF_TO_MESSAGE_ID, CONVERSATION_ID ->
                spellings().stream().map(SearchQuery::bytes).toList();
            case IDEMPOTENCY_KEY -> List.of(Digests.sha256(bytes(text)));
            case TRACE_ID -> List.of(bytes(traceId()));
            case CASE_ID ->
                caseIdHash == null ? List.of() : List.of(HexFormat.of().parseHex(caseIdHash));
        };
    }

    /** Of a whole {@code traceparent}, as answers have it, the part that all of a trace share. */
    private String traceId() {
        String lowerCase = text.toLowerCase(Locale.ROOT);
        Traceparent whole = Traceparent.parse(lowerCase);
        return whole == null ? lowerCase : whole.traceId();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Without what is looked for, which may be a case id. */
    @Override
    public String toString() {
        return "SearchQuery[]";
    }
}
