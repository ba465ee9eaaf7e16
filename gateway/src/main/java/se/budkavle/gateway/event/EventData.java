package se.budkavle.gateway.event;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.message.MessageRules;
import se.budkavle.gateway.problem.Issue;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;

/** What the API fixes for an event's data. */
final class EventData {

    /** Largest data in bytes: what the content of a message may be. */
    static final int LARGEST = MessageRules.LARGEST_CONTENT;

    /** Data that is said to be JSON, by RFC 2046's rules for letters, with or without parameters. */
    private static final Pattern JSON =
            Pattern.compile("(?:application|text)/(?:[^\\s/;]+\\+)?json\\s*(?:;.*)?", Pattern.CASE_INSENSITIVE);

    private EventData() {}

    static boolean isJson(String mediaType) {
        return JSON.matcher(mediaType).matches();
    }

    /** {@return the text's bytes; null: it has half of a surrogate pair} */
    static @Nullable ByteBuffer utf8(String text) {
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    static Refusal tooLarge(String pointer) {
        return Refusal.of(
                ProblemCode.CONTENT_TOO_LARGE,
                new Issue(pointer, "too-long", "An event's data may be up to " + LARGEST + " bytes."));
    }
}
