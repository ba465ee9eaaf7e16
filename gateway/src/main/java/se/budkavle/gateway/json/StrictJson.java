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
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.problem.Issue;
import se.budkavle.gateway.problem.Issues;
import se.budkavle.gateway.problem.Parsed;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;

/**
 * Reads one JSON value (RFC 8259) from bytes that must be UTF-8. Duplicate keys are noted, the first value counts, and
 * reading goes on; nesting, names, numbers and texts are bounded. Errors say where, never what.
 */
public final class StrictJson {

    private static final int DEEPEST = 32;

    /** Beyond, arithmetic with a number of few characters would take gigabytes; no double reaches so far. */
    private static final int LARGEST_EXPONENT = 1000;

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
        return read(body, issues, ObjectNode.class, "object");
    }

    /** {@return the array, with duplicate keys noted in the issues; or a refusal if it is not one JSON array} */
    public static Parsed<ArrayNode> array(byte[] body, Issues issues) {
        return read(body, issues, ArrayNode.class, "array");
    }

    /** {@return the value of any kind, with duplicate keys noted in the issues; or a refusal if it is not one JSON value} */
    public static Parsed<JsonNode> value(byte[] body, Issues issues) {
        return read(body, issues, JsonNode.class, "value");
    }

    private static <N extends JsonNode> Parsed<N> read(byte[] body, Issues issues, Class<N> kind, String name) {
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
            var first = parser.nextToken();
            if (first == null || !mayBe(first, kind)) {
                return malformed("", "wrong-type", "The body is not a JSON " + name + ".");
            }
            try {
                var value = readValue(parser, "", issues);
                if (parser.nextToken() != null) {
                    return malformed("", "trailing-data", "Something follows the JSON " + name + ".");
                }
                return new Parsed.Valid<>(kind.cast(value));
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

    private static boolean mayBe(JsonToken first, Class<? extends JsonNode> kind) {
        return switch (first) {
            case START_OBJECT -> kind.isAssignableFrom(ObjectNode.class);
            case START_ARRAY -> kind.isAssignableFrom(ArrayNode.class);
            default -> kind == JsonNode.class;
        };
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
            case VALUE_NUMBER_FLOAT -> {
                var number = decimal(parser);
                if (number == null || Math.abs((long) number.scale()) > LARGEST_EXPONENT) {
                    issues.add(pointer, "out-of-range", "An exponent may be up to " + LARGEST_EXPONENT + ".");
                }
                yield nodes.numberNode(number);
            }
            case VALUE_TRUE -> nodes.booleanNode(true);
            case VALUE_FALSE -> nodes.booleanNode(false);
            case null, default -> nodes.nullNode();
        };
    }

    /** {@return the number; null where its exponent is more than an int can hold, which Jackson does not expect} */
    private static @Nullable BigDecimal decimal(JsonParser parser) throws IOException {
        try {
            return parser.getDecimalValue();
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
