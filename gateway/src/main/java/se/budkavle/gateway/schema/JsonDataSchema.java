package se.budkavle.gateway.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.BasicDialectRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.AnnotationKeyword;
import com.networknt.schema.path.NodePath;
import com.networknt.schema.path.PathType;
import com.networknt.schema.resource.SchemaLoader;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.json.Pointers;
import se.budkavle.gateway.problem.Issues;

/**
 * A JSON Schema 2020-12, checked by networknt's validator. Its messages are never shown, as they quote values: an issue
 * says which keyword of the schema does not hold where. Nothing is ever fetched, and {@code format} is an annotation, as
 * the specification has it by default.
 */
final class JsonDataSchema implements DataSchema {

    private static final Map<String, String> CODES = Map.ofEntries(
            Map.entry("type", "wrong-type"),
            Map.entry("required", "missing"),
            Map.entry("additionalProperties", "unknown-field"),
            Map.entry("unevaluatedProperties", "unknown-field"),
            Map.entry("enum", "not-in-list"),
            Map.entry("const", "not-in-list"),
            Map.entry("minLength", "too-short"),
            Map.entry("maxLength", "too-long"),
            Map.entry("minItems", "too-few"),
            Map.entry("maxItems", "too-many"),
            Map.entry("minimum", "out-of-range"),
            Map.entry("maximum", "out-of-range"),
            Map.entry("exclusiveMinimum", "out-of-range"),
            Map.entry("exclusiveMaximum", "out-of-range"));

    private static final SchemaRegistryConfig CONFIG = SchemaRegistryConfig.builder()
            .pathType(PathType.JSON_POINTER)
            .regularExpressionFactory(new LinearPatterns())
            .build();

    /** Knows the meta-schemas, which come with it. */
    private static final SchemaRegistry META = SchemaRegistry.builder()
            .defaultDialectId(JsonSchemaRules.DIALECT)
            .schemaRegistryConfig(SchemaRegistryConfig.builder()
                    .pathType(PathType.JSON_POINTER)
                    .build())
            .schemaLoader(loader -> loader.fetchRemoteResources(false))
            .build();

    private static final Schema META_SCHEMA = META.getSchema(SchemaLocation.of(JsonSchemaRules.DIALECT));

    /** An unknown keyword is an annotation. The library's own factory remembers each for ever, and logs it. */
    private static final Dialect DIALECT = Dialect.builder(Dialects.getDraft202012())
            .unknownKeywordFactory((name, context) -> new AnnotationKeyword(name))
            .build();

    private final Schema schema;

    private JsonDataSchema(Schema schema) {
        this.schema = schema;
    }

    /** {@return the schema, or null: its faults were noted} */
    static @Nullable JsonDataSchema compile(JsonNode node, String pointer, Issues issues, Steps steps) {
        var faults = new Issues();
        validate(META_SCHEMA, node, pointer, faults, steps, "invalid-schema");
        if (faults.isEmpty()) {
            JsonSchemaRules.check(node, pointer, faults);
        }
        faults.list().forEach(each -> issues.add(each.pointer(), each.code(), each.detail()));
        if (!faults.isEmpty()) {
            return null;
        }
        try {
            var compiled = SchemaRegistry.builder()
                    .defaultDialectId(JsonSchemaRules.DIALECT)
                    .dialectRegistry(new BasicDialectRegistry(DIALECT))
                    .schemaRegistryConfig(CONFIG)
                    .schemaCacheEnabled(false)
                    .schemaLoader(new SchemaLoader(List.of(), List.of(), iri -> false, iri -> true))
                    .build()
                    .getSchema(node);
            compiled.initializeValidators();
            return new JsonDataSchema(compiled);
        } catch (SchemaException e) {
            issues.add(pointer, "invalid-schema", "The schema cannot be used.");
            return null;
        }
    }

    @Override
    public void check(Data data, String pointer, Issues issues, Steps steps) {
        switch (data) {
            case Data.Missing() -> issues.add(pointer, "missing", "The type's schema demands data.");
            case Data.Bytes other ->
                issues.add(pointer, "wrong-media-type", "The type's schema is for JSON: the data must be JSON.");
            case Data.Json(var value, var bytes) -> validate(schema, value, pointer, issues, steps, null);
        }
    }

    private static void validate(
            Schema schema, JsonNode value, String pointer, Issues issues, Steps steps, @Nullable String code) {
        var context = new Counting(steps);
        try {
            ScopedValue.where(LinearPatterns.STEPS, steps).run(() -> schema.validate(context, value));
        } catch (Steps.TooMany e) {
            issues.add(pointer, "too-complex", "Holding it against the schema takes too many steps.");
            return;
        } catch (SchemaException e) {
            issues.add(pointer, "unusable-schema", "The schema cannot be used for this.");
            return;
        }
        var seen = new TreeSet<String>();
        for (var error : context.getErrors()) {
            var at = at(error, pointer);
            var told = code == null ? codeOf(error) : code;
            if (seen.add(at + " " + told)) {
                issues.add(at, told, detail(error));
            }
        }
    }

    /** Counts each keyword that is applied, and keeps no more faults than are told. */
    private static final class Counting extends ExecutionContext {

        /** More than are told, as some come double. */
        private static final int MOST_ERRORS = 1000;

        private final Steps steps;

        Counting(Steps steps) {
            this.steps = steps;
        }

        /** What `anyOf` and the like try has a list of its own, so the first fault of each always counts. */
        @Override
        public void addError(Error error) {
            if (getErrors().size() < MOST_ERRORS) {
                super.addError(error);
            }
        }

        @Override
        public void evaluationPathAddLast(String name) {
            steps.enter();
            super.evaluationPathAddLast(name);
        }

        @Override
        public void evaluationPathAddLast(int index) {
            steps.enter();
            super.evaluationPathAddLast(index);
        }

        @Override
        public void evaluationPathRemoveLast() {
            steps.leave();
            super.evaluationPathRemoveLast();
        }
    }

    /** The value, or the field of it, that is at fault. */
    private static String at(Error error, String pointer) {
        var at = pointer + pointer(error.getInstanceLocation());
        return error.getProperty() == null ? at : Pointers.child(at, error.getProperty());
    }

    private static String pointer(NodePath path) {
        var pointer = "";
        for (int i = 0; i < path.getNameCount(); i++) {
            pointer = path.getElement(i) instanceof Integer index
                    ? Pointers.child(pointer, index)
                    : Pointers.child(pointer, path.getName(i));
        }
        return pointer;
    }

    private static String codeOf(Error error) {
        var keyword = error.getKeyword();
        return CODES.getOrDefault(keyword, kebab(keyword));
    }

    private static String kebab(String keyword) {
        return keyword.replace("$", "").replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static String detail(Error error) {
        var fragment = error.getSchemaLocation().getFragment();
        return "Does not hold: " + error.getKeyword() + " of the schema, at #" + pointer(fragment) + ".";
    }
}
