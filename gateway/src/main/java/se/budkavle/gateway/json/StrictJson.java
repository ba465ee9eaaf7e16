package se.budkavle.gateway.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import se.budkavle.gateway.problem.Issue;
import se.budkavle.gateway.problem.Issues;
import se.budkavle.gateway.problem.Parsed;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;

/**
 * Reads one JSON object (RFC 8259) from bytes that must be UTF-8. Duplicate keys are noted, the first value counts, and
 * reading goes on; nesting, names, numbers and texts are bounded. Errors say where, never what.
 */
public final class StrictJson {

    private static final int DEEPEST = 32;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(40)
                    .maxNameLength(256)
                    .maxStringLength(4 * 1024 * 1024)
                    .build())
            .build();

    private StrictJson() {}

    /** {@return the object, with duplicate keys noted in the issues; or a refusal if it is not one JSON object} */
    public static Parsed<ObjectNode> object(byte[] body, Issues issues) {
        if (body.length == 0) {
            return malformed("", "empty-body", "The body is empty.");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            return malformed("", "not-utf-8", "The body is not UTF-8.");
        }
        try (var parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return malformed("", "wrong-type", "The body is not a JSON object.");
            }
            try {
                var object = readObject(parser, "", issues);
                if (parser.nextToken() != null) {
                    return malformed("", "trailing-data", "Something follows the JSON object.");
                }
                return new Parsed.Valid<>(object);
            } catch (StreamConstraintsException e) {
                return malformed(
                        "",
                        "too-complex",
                        "The JSON is nested deeper than " + DEEPEST + ", or a name or number is too long.");
            }
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            var where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            return malformed("", "malformed-json", "The JSON ends early or is malformed" + where + ".");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> Parsed<T> malformed(String pointer, String code, String detail) {
        return new Parsed.Invalid<>(Refusal.of(ProblemCode.MALFORMED_JSON, new Issue(pointer, code, detail)));
    }

    private static ObjectNode readObject(JsonParser parser, String pointer, Issues issues) throws IOException {
        var object = JsonNodeFactory.instance.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            var child = Pointers.child(pointer, name);
            parser.nextToken();
            var value = readValue(parser, child, issues);
            if (object.has(name)) {
                issues.add(child, "duplicate-key", "The key is there more than once.");
            } else {
                object.set(name, value);
            }
        }
        return object;
    }

    private static ArrayNode readArray(JsonParser parser, String pointer, Issues issues) throws IOException {
        var array = JsonNodeFactory.instance.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(readValue(parser, Pointers.child(pointer, array.size()), issues));
        }
        return array;
    }

    private static JsonNode readValue(JsonParser parser, String pointer, Issues issues) throws IOException {
        var nodes = JsonNodeFactory.instance;
        return switch (parser.currentToken()) {
            case START_OBJECT -> readObject(parser, pointer, issues);
            case START_ARRAY -> readArray(parser, pointer, issues);
            case VALUE_STRING -> nodes.textNode(parser.getText());
            case VALUE_NUMBER_INT -> nodes.numberNode(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> nodes.numberNode(parser.getDecimalValue());
            case VALUE_TRUE -> nodes.booleanNode(true);
            case VALUE_FALSE -> nodes.booleanNode(false);
            case null, default -> nodes.nullNode();
        };
    }
}
