package se.budkavle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CallTest {

    private static final String API = "http://localhost:8080";

    @Test
    void aGetIsShort() {
        assertThat(Call.get("/v1/me").curl(API)).isEqualTo("curl -s http://localhost:8080/v1/me");
    }

    @Test
    void whatTheShellWouldReadOtherwiseIsQuoted() {
        assertThat(Call.get("/v1/inbox?address=a&wait=5").curl(API))
                .isEqualTo("curl -s 'http://localhost:8080/v1/inbox?address=a&wait=5'");
        assertThat(Call.post("/x").json("{\"a\": \"it's\"}").curl(API)).contains("-d '{\"a\": \"it'\\''s\"}'");
    }

    @Test
    void theTokenIsInAVariableWhichTheShellFillsIn() {
        assertThat(Call.get("/v1/me").as("TOKEN").curl(API)).endsWith("-H \"Authorization: Bearer $TOKEN\"");
    }

    @Test
    void aMethodIsNamedWhereCurlWouldChooseAnother() {
        assertThat(Call.post("/x").curl(API)).startsWith("curl -s -X POST ");
        assertThat(Call.put("/x").json("{}").curl(API)).startsWith("curl -s -X PUT ");
        assertThat(Call.post("/x").json("{}").curl(API)).doesNotContain("-X");
    }

    @Test
    void aFileIsSentByteForByte() {
        assertThat(Call.post("/x").file("application/xml", Path.of("m.xml")).curl(API))
                .contains("--data-binary @m.xml")
                .contains("-H 'Content-Type: application/xml'");
    }

    @Test
    void longCommandsGoOverSeveralLines() {
        String command = Call.put("/v1/addresses/" + "a".repeat(80))
                .as("TOKEN")
                .json("{}")
                .curl(API);

        assertThat(command.lines().limit(3)).allMatch(line -> line.endsWith(" \\"));
    }
}
