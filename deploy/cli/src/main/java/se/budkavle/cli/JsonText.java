package se.budkavle.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.StringJoiner;

/** JSON for people: an object or array stands on one line where it fits, else each member on a line of its own. */
final class JsonText {

    private static final int WIDTH = 120;
    private static final String INDENT = "  ";

    private JsonText() {}

    /** The same JSON, laid out. */
    static String pretty(JsonNode json) {
        return render(json, "", 0);
    }

    /** Without what is null or empty: what is left says something. */
    static JsonNode withoutEmpty(JsonNode json) {
        JsonNode copy = json.deepCopy();
        prune(copy);
        return copy;
    }

    private static void prune(JsonNode node) {
        node.forEach(JsonText::prune);
        if (node instanceof ObjectNode object) {
            object.removeIf(value -> value.isNull() || (value.isContainerNode() && value.isEmpty()));
        }
    }

    private static String render(JsonNode node, String indent, int used) {
        String line = oneLine(node);
        if (node.isValueNode() || node.isEmpty() || indent.length() + used + line.length() <= WIDTH) {
            return line;
        }
        String inner = indent + INDENT;
        boolean isObject = node.isObject();
        var members = new StringJoiner(
                ",\n" + inner, (isObject ? "{\n" : "[\n") + inner, "\n" + indent + (isObject ? "}" : "]"));
        if (isObject) {
            node.properties().forEach(member -> {
                String name = quoted(member.getKey()) + ": ";
                members.add(name + render(member.getValue(), inner, name.length()));
            });
        } else {
            node.forEach(element -> members.add(render(element, inner, 0)));
        }
        return members.toString();
    }

    private static String oneLine(JsonNode node) {
        if (node.isObject()) {
            var members = new StringJoiner(", ", "{", "}");
            node.properties()
                    .forEach(member -> members.add(quoted(member.getKey()) + ": " + oneLine(member.getValue())));
            return members.toString();
        }
        if (node.isArray()) {
            var elements = new StringJoiner(", ", "[", "]");
            node.forEach(element -> elements.add(oneLine(element)));
            return elements.toString();
        }
        return node.toString();
    }

    private static String quoted(String name) {
        return Api.JSON.getNodeFactory().textNode(name).toString();
    }
}
