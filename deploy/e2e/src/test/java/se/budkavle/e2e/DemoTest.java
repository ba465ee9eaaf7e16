package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import se.budkavle.cli.Demo;
import se.budkavle.cli.Transcript;

/** What a newcomer sees: every step of it. */
@ExtendWith(BudkavleExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class DemoTest {

    private final Budkavle budkavle;
    private final StringWriter shown = new StringWriter();
    private Transcript transcript;

    DemoTest(Budkavle budkavle) {
        this.budkavle = budkavle;
    }

    @BeforeAll
    void play(@TempDir Path folder) {
        var gateway = budkavle.system().gateway();
        transcript =
                new Demo(gateway, "deploy/budkavle", folder, new PrintWriter(shown), Duration.ofSeconds(30)).play();
    }

    @Test
    void everyStepSucceeds() {
        assertThat(transcript.steps()).isNotEmpty().allSatisfy(step -> assertThat(step.status())
                .as(step.title())
                // 0: a command of ours, not a request.
                .matches(status -> status == 0 || (status >= 200 && status < 300)));
    }

    @Test
    void itIsTheWholeWay() {
        assertThat(transcript.steps())
                .extracting(Transcript.Step::status)
                .as("claims and subscriptions, the message, its acknowledgement")
                .contains(201, 202, 204);
        assertThat(List.of(
                        "se.budkavle.message.available",
                        "MessageWithAttachments:3",
                        "\"status\":\"ACKNOWLEDGED\"",
                        "push-failed",
                        "\"answered\":204"))
                .allMatch(answers()::contains);
    }

    @Test
    void everyRequestCanBeTyped() {
        assertThat(transcript.steps())
                .extracting(Transcript.Step::command)
                .allMatch(command -> command.startsWith("curl ") || command.contains("deploy/budkavle token "))
                .allMatch(
                        command -> command.contains(budkavle.system().gateway().toString()));
    }

    @Test
    void everyStepIsShown() {
        assertThat(transcript.steps()).allSatisfy(step -> assertThat(shown.toString())
                .contains(step.title())
                .contains(step.command().lines().findFirst().orElseThrow()));
    }

    private String answers() {
        var text = new StringBuilder();
        transcript.steps().forEach(step -> text.append(step.body().replace(" ", ""))
                .append('\n'));
        return text.toString();
    }
}
