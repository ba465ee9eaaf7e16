package se.budkavle.gateway.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class ProblemTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void furtherMembersStandBesideTheUsualOnes() {
        var refusal = Refusal.of(ProblemCode.UNKNOWN_PERSON).with("address", "person:ab");

        var problem = JSON.valueToTree(Problem.of(refusal, "r"));

        assertThat(problem.path("address").asText()).isEqualTo("person:ab");
        assertThat(problem.path("status").asInt()).isEqualTo(404);
        assertThat(problem.has("members")).isFalse();
    }

    @Test
    void withoutThemThereIsNothingMore() {
        var problem = JSON.valueToTree(Problem.of(Refusal.of(ProblemCode.NOT_FOUND), "r"));

        assertThat(problem.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("type", "title", "status", "detail", "instance", "code", "help", "issues");
    }
}
