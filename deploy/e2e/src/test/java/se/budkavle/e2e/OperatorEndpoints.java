package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.Yaml;

/** Every endpoint of the operators, as the gateway itself describes them: one that is new is walked too. */
final class OperatorEndpoints {

    private static final String OPERATORS = "/v1/operator/";
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private OperatorEndpoints() {}

    /** A method and the template of a path. */
    record Endpoint(String method, String path) {

        /** With something in every hole. */
        String filledWith(String text) {
            return path.replaceAll("\\{[^}]+}", text);
        }
    }

    static List<Endpoint> of(Budkavle budkavle) {
        Map<String, ?> description = new Yaml()
                .load(budkavle.call("GET", "/openapi.yaml").send().expect(200).text());
        assertThat(description.get("paths")).isInstanceOf(Map.class);
        var found = ((Map<?, ?>) description.get("paths"))
                .entrySet().stream()
                        .filter(path -> path.getKey().toString().startsWith(OPERATORS))
                        .flatMap(path -> ((Map<?, ?>) path.getValue())
                                .keySet().stream()
                                        .map(Object::toString)
                                        .filter(METHODS::contains)
                                        .map(method -> new Endpoint(
                                                method.toUpperCase(Locale.ROOT),
                                                path.getKey().toString())))
                        .toList();
        assertThat(found).as("endpoints of operators").hasSizeGreaterThan(25);
        return found;
    }
}
