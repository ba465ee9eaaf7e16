package se.budkavle.gateway.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.problem.Issues;

/**
 * What a JSON Schema must keep to beyond its meta-schema, so that whoever reads it needs nothing else, and always comes to
 * an end:
 *
 * <pre>
 *  $schema          2020-12, or left out
 *  $ref             to a schema of the same document, and not in a circle on the same value
 *  $id              at the top only
 *  patterns         without looking around and back references, of bounded size
 * </pre>
 */
final class JsonSchemaRules {

    static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    /** Keywords whose value is a schema for the same value as the schema itself is for. */
    private static final Set<String> IN_PLACE = Set.of("not", "if", "then", "else");

    private static final Set<String> IN_PLACE_LISTS = Set.of("allOf", "anyOf", "oneOf");
    private static final Set<String> IN_PLACE_MAPS = Set.of("dependentSchemas");

    /** Keywords whose value is, or holds, schemas for parts of the value, or for nothing by themselves. */
    private static final Set<String> BELOW = Set.of(
            "items",
            "contains",
            "additionalProperties",
            "propertyNames",
            "unevaluatedItems",
            "unevaluatedProperties",
            "contentSchema");

    private static final Set<String> BELOW_LISTS = Set.of("prefixItems");
    private static final Set<String> BELOW_MAPS = Set.of("properties", "patternProperties", "$defs", "definitions");
    private static final Set<String> REFERENCES = Set.of("$ref", "$dynamicRef");

    /** A reference, and the schema in which it stands. */
    private record Reference(String from, String at, String target) {}

    private final Issues issues;
    private final String root;

    /** For each schema's pointer, those that are applied to the same value. */
    private final Map<String, Set<String>> inPlace = new LinkedHashMap<>();

    private final Map<String, String> anchors = new HashMap<>();
    private final List<Reference> references = new ArrayList<>();

    private JsonSchemaRules(String root, Issues issues) {
        this.root = root;
        this.issues = issues;
    }

    /** Notes every fault of a schema that stands at that pointer, and that its meta-schema finds valid. */
    static void check(JsonNode schema, String pointer, Issues issues) {
        var rules = new JsonSchemaRules(pointer, issues);
        rules.visit(schema, pointer);
        rules.resolve();
        rules.refuseCircles();
    }

    private void visit(JsonNode node, String at) {
        var applied = inPlace.computeIfAbsent(at, key -> new HashSet<>());
        if (!(node instanceof ObjectNode schema)) {
            return;
        }
        checkOwn(schema, at);
        schema.properties().forEach(member -> {
            var name = member.getKey();
            var value = member.getValue();
            var child = child(at, name);
            if (IN_PLACE.contains(name)) {
                applied.add(child);
                visit(value, child);
            } else if (IN_PLACE_LISTS.contains(name) || IN_PLACE_MAPS.contains(name)) {
                visitEach(value, child, applied);
            } else if (BELOW.contains(name)) {
                visit(value, child);
            } else if (BELOW_LISTS.contains(name) || BELOW_MAPS.contains(name)) {
                visitEach(value, child, new HashSet<>());
            } else if (REFERENCES.contains(name)) {
                references.add(new Reference(at, child, value.asText()));
            }
        });
    }

    private void visitEach(JsonNode schemas, String at, Set<String> applied) {
        if (schemas instanceof ObjectNode object) {
            object.properties().forEach(member -> {
                var child = child(at, member.getKey());
                applied.add(child);
                visit(member.getValue(), child);
            });
        } else {
            for (int i = 0; i < schemas.size(); i++) {
                var child = at + "/" + i;
                applied.add(child);
                visit(schemas.get(i), child);
            }
        }
    }

    private void checkOwn(ObjectNode schema, String at) {
        var dialect = schema.get("$schema");
        if (dialect != null && !dialect.asText().replaceFirst("#$", "").equals(DIALECT)) {
            issues.add(at + "/$schema", "not-supported", "Must be " + DIALECT + ", or left out.");
        }
        if (schema.has("$id") && !at.equals(root)) {
            issues.add(at + "/$id", "not-supported", "Only the whole schema may have an $id.");
        }
        for (var name : List.of("$anchor", "$dynamicAnchor")) {
            if (schema.has(name)) {
                anchors.put("#" + schema.get(name).asText(), at);
            }
        }
        if (schema.has("pattern")) {
            checkPattern(schema.get("pattern").asText(), at + "/pattern");
        }
        if (schema.get("patternProperties") instanceof ObjectNode patterns) {
            patterns.fieldNames().forEachRemaining(name -> checkPattern(name, child(at + "/patternProperties", name)));
        }
    }

    private void checkPattern(String pattern, String at) {
        var fault = LinearPatterns.fault(pattern);
        if (fault != null) {
            issues.add(at, "invalid-pattern", fault);
        }
    }

    private void resolve() {
        for (var reference : references) {
            var target = target(reference.target());
            if (!reference.target().startsWith("#")) {
                issues.add(reference.at(), "reference-not-local", "Must begin with #: nothing is fetched.");
            } else if (target == null) {
                issues.add(reference.at(), "unknown-reference", "Leads to no schema of this document.");
            } else {
                inPlace.computeIfAbsent(reference.from(), key -> new HashSet<>())
                        .add(target);
            }
        }
    }

    private @Nullable String target(String reference) {
        if (anchors.containsKey(reference)) {
            return anchors.get(reference);
        }
        if (!reference.equals("#") && !reference.startsWith("#/")) {
            return null;
        }
        var at = root + decoded(reference.substring(1));
        return inPlace.containsKey(at) ? at : null;
    }

    private static String decoded(String fragment) {
        try {
            // A plus is one, other than in forms.
            return URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return fragment;
        }
    }

    /** Exact, other than those that show a caller its own names: references are looked up by it. */
    private static String child(String parent, String name) {
        return parent + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    /** A schema that is applied to a value because it is applied to that value would be so for ever. */
    private void refuseCircles() {
        var done = new HashSet<String>();
        for (var schema : inPlace.keySet()) {
            if (leadsBack(schema, new HashSet<>(), done)) {
                issues.add(schema, "endless-reference", "Refers to itself for the same value.");
                return;
            }
        }
    }

    private boolean leadsBack(String schema, Set<String> above, Set<String> done) {
        if (done.contains(schema)) {
            return false;
        }
        if (!above.add(schema)) {
            return true;
        }
        for (var applied : inPlace.getOrDefault(schema, Set.of())) {
            if (leadsBack(applied, above, done)) {
                return true;
            }
        }
        above.remove(schema);
        done.add(schema);
        return false;
    }
}
