package se.budkavle.gateway.http;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.representer.Representer;

/**
 * The API's description: what the build made from the controllers, and what holds for every route and so stands at none:
 * that each may answer with a problem, and the types of parameters.
 */
@Singleton
final class ApiDescription {

    private static final String GENERATED = "META-INF/swagger/openapi.yml";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "head", "patch");
    private static final Set<String> NUMBERS =
            Set.of("limit", "wait", "confidentialityLevel", "partition", "offset", "attempts", "replays");
    private static final Set<String> FLAGS = Set.of("dryRun");
    private static final String PROBLEM = "#/components/schemas/Problem";

    private final String yaml;

    ApiDescription() {
        var document = map(Objects.requireNonNull(yaml(new DumperOptions()).load(generated()), GENERATED));
        operations(document).forEach(ApiDescription::complete);
        var options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setSplitLines(false);
        this.yaml = yaml(options).dump(document);
    }

    /** {@return the OpenAPI document, YAML} */
    String yaml() {
        return yaml;
    }

    private static List<Map<String, Object>> operations(Map<String, Object> document) {
        return map(document.get("paths")).values().stream()
                .flatMap(path -> map(path).entrySet().stream())
                .filter(entry -> METHODS.contains(entry.getKey()))
                .map(entry -> map(entry.getValue()))
                .toList();
    }

    private static void complete(Map<String, Object> operation) {
        map(operation.computeIfAbsent("responses", none -> new LinkedHashMap<>()))
                .putIfAbsent("default", problem());
        if (operation.get("parameters") instanceof List<?> parameters) {
            parameters.forEach(each -> type(map(each)));
        }
    }

    /** The generator takes every parameter that is named at a method, not in its signature, for an object. */
    private static void type(Map<String, Object> parameter) {
        var schema = map(parameter.computeIfAbsent("schema", none -> new LinkedHashMap<>()));
        if ("object".equals(schema.getOrDefault("type", "object"))) {
            var name = String.valueOf(parameter.get("name"));
            schema.put("type", NUMBERS.contains(name) ? "integer" : FLAGS.contains(name) ? "boolean" : "string");
        }
    }

    private static Map<String, Object> problem() {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("description", "A problem");
        answer.put("content", Map.of("application/problem+json", Map.of("schema", Map.of("$ref", PROBLEM))));
        return answer;
    }

    private static Yaml yaml(DumperOptions options) {
        return new Yaml(new SafeConstructor(new LoaderOptions()), new Representer(options), options);
    }

    private static String generated() {
        try (var in = ApiDescription.class.getClassLoader().getResourceAsStream(GENERATED)) {
            return new String(Objects.requireNonNull(in, GENERATED).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(@Nullable Object node) {
        return (Map<String, Object>) Objects.requireNonNull(node);
    }
}
