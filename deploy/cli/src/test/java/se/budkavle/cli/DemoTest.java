package se.budkavle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.budkavle.cli.Transcript.Step;

/** How the demo shows and fails; that it plays is shown end to end. */
class DemoTest {

    private final StringWriter out = new StringWriter();

    @Test
    void aStepShowsWhatToTypeAndWhatWasAnswered() {
        var step = new Step("A title", "curl -s x \\\n  -d y", 202, "application/json", "{}");

        terminal(false).step(3, step, "{\"a\": 1}");

        assertThat(out.toString().strip().lines())
                .containsExactly("3. A title", "$ curl -s x \\", "    -d y", "HTTP 202", "{\"a\": 1}");
    }

    @Test
    void aLongAnswerIsCut() {
        var step = new Step("A title", "curl", 200, null, "");

        terminal(false).step(1, step, "line\n".repeat(100));

        assertThat(out.toString()).endsWith("… and 80 more lines" + System.lineSeparator());
    }

    @Test
    void coloursAreForTerminalsOnly() {
        terminal(false).failure("bad");
        assertThat(out.toString()).doesNotContain("\u001b");

        terminal(true).failure("bad");
        assertThat(out.toString()).contains("\u001b[31m");
    }

    @Test
    void withoutASystemItEndsClearly(@TempDir Path folder) {
        var demo = new Demo(
                URI.create("http://localhost:1"), "budkavle", folder, new PrintWriter(out), Duration.ofSeconds(1));

        assertThatThrownBy(demo::play)
                .isInstanceOf(DemoFailure.class)
                .hasMessageContaining("Nothing answers at http://localhost:1");
    }

    private Terminal terminal(boolean coloured) {
        return new Terminal(new PrintWriter(out, true), coloured);
    }
}
