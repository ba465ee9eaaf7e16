package se.budkavle.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.apicurio.datamodels.Library;
import io.apicurio.datamodels.validation.ValidationProblem;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Lints the API's description, as it is served: by Apicurio's rules for OpenAPI, and by a few of ours. */
class ApiDescriptionTest {

    private static final List<String> SCALARS = List.of("string", "integer", "boolean");

    private final String yaml = new ApiDescription().yaml();
    private final ObjectNode document = parsed(yaml);

    @Test
    void theLinterFindsNothing() {
        assertThat(faults(document)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "operationId: me, operationId: post, OP-003",
        "schemas/Receipt, schemas/Recipt,    SCH-001",
        "in: query,       in: nowhere,       PAR-009"
    })
    void theLinterWouldFindIt(String right, String wrong, String code) {
        var broken = yaml.replace(right, wrong);

        assertThat(broken).isNotEqualTo(yaml);
        assertThat(faults(parsed(broken))).anyMatch(fault -> fault.startsWith(code + " "));
    }

    @Test
    void everyOperationSaysWhatItIsForAndThatItMayAnswerWithAProblem() {
        assertThat(operations()).isNotEmpty().allSatisfy(operation -> {
            assertThat(operation.path("summary").asText()).isNotEmpty();
            assertThat(operation
                            .at("/responses/default/content/application~1problem+json/schema/$ref")
                            .asText())
                    .isEqualTo("#/components/schemas/Problem");
        });
    }

    @Test
    void parametersHaveATypeOfText() {
        assertThat(operations()
                        .flatMap(operation -> operation.path("parameters").valueStream()))
                .isNotEmpty()
                .allSatisfy(parameter -> assertThat(SCALARS)
                        .contains(parameter.at("/schema/type").asText()));
    }

    private Stream<JsonNode> operations() {
        return document.path("paths").valueStream().flatMap(JsonNode::valueStream);
    }

    private static List<String> faults(ObjectNode document) {
        return Library.validate(Library.readDocument(document), null).stream()
                .map(ApiDescriptionTest::told)
                .toList();
    }

    private static String told(ValidationProblem problem) {
        return problem.errorCode + " " + problem.nodePath + " " + problem.message;
    }

    private static ObjectNode parsed(String yaml) {
        Map<String, Object> document = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        return new ObjectMapper().valueToTree(document);
    }
}
