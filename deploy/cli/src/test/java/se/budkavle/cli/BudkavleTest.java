package se.budkavle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.budkavle.local.DataDirectory;

/** Exit codes and words of the command line, against an API that answers what the test wants. */
class BudkavleTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void withoutACommandItSaysWhichThereAre() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("A command is missing", "up", "dead-letters");
    }

    @Test
    void anUnknownOptionIsWrongUse() {
        assertThat(run("inbox", "--sideways")).isEqualTo(2);
    }

    @Test
    void aShellCompletesItsCommandsAndOptions() {
        assertThat(run("completion")).isZero();
        assertThat(out.toString()).contains("complete -F _complete_budkavle", "dead-letters", "--reason");
    }

    @Test
    void aTakeoverTakesNoNegativeMargin() {
        assertThat(run("takeover", "--bootstrap-servers", "127.0.0.1:1", "--from", "A", "--margin", "-1"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--margin");
    }

    @Test
    void whoCallsMustBeSaid() {
        assertThat(run("inbox", "--url", url(), "--token", "")).isEqualTo(2);
        assertThat(err.toString()).contains("--as");
    }

    @Test
    void whereNothingAnswersItSaysSo() {
        String nowhere = url();
        server.stop(0);

        assertThat(run("token", "0203:a.se", "--url", nowhere)).isEqualTo(3);
        assertThat(err.toString()).contains("Nothing answers at " + nowhere).doesNotContain("Exception");
    }

    @Test
    void aTokenIsPrintedAlone() {
        answer("/dev/token", 200, "{\"access_token\": \"abc\", \"expires_in\": 1}");

        assertThat(run("token", "0203:a.se", "--url", url())).isZero();
        assertThat(out.toString()).isEqualToIgnoringNewLines("abc");
    }

    @Test
    void aProblemIsToldInWords() {
        answer(
                "/v1/messages",
                422,
                "{\"code\": \"unknown-recipient\", \"detail\": \"A recipient is unknown.\","
                        + " \"issues\": [{\"pointer\": \"/recipients/0\", \"detail\": \"Nobody.\"}]}");

        assertThat(run("send", "--url", url(), "--token", "t", "--to", "nobody", "--text", "Hej"))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains("422", "unknown-recipient", "A recipient is unknown.", "/recipients/0: Nobody.");
    }

    @Test
    void anInboxIsATable() {
        answer("/v1/inbox", 200, "{\"items\": [{\"messageId\": \"m-1\", \"status\": \"AVAILABLE\"}], \"next\": \"x\"}");

        assertThat(run("inbox", "--url", url(), "--token", "t")).isZero();
        assertThat(out.toString().lines().map(String::strip).toList())
                .hasSize(2)
                .element(1)
                .asString()
                .startsWith("m-1");
    }

    @Test
    void anInboxIsJsonWhereThatIsAskedFor() {
        answer("/v1/inbox", 200, "{\"items\": [], \"next\": \"x\"}");

        assertThat(run("inbox", "--url", url(), "--token", "t", "--output", "json"))
                .isZero();
        assertThat(out.toString()).isEqualToIgnoringNewLines("{\"items\": [], \"next\": \"x\"}");
    }

    @Test
    void aReplayIsFollowedToItsEnd() {
        answer("/v1/operator/replays", 202, "{\"id\": \"j-1\", \"matched\": 2}");
        answer(
                "/v1/operator/replays/j-1",
                200,
                "{\"id\": \"j-1\", \"status\": \"DONE\", \"matched\": 2, \"replayed\": 1, \"skipped\": 1}");

        assertThat(run("replay", "--url", url(), "--token", "t", "--reason", "push-failed", "--follow"))
                .isZero();
        assertThat(out.toString()).contains("2 dead letters", "DONE");
    }

    @Test
    void aDryRunShowsHowManyThereAre() {
        answer(
                "/v1/operator/replays",
                200,
                "{\"matched\": 12, \"complete\": true, \"samples\": [{\"id\": \"d-1\", \"reason\": \"push-failed\"}]}");

        assertThat(run("replay", "--url", url(), "--token", "t", "--dry-run")).isZero();
        assertThat(out.toString()).contains("12 dead letters", "d-1");
    }

    @Test
    void deadLettersAreCountedByWhatTheyHaveInCommon() {
        answer(
                "/v1/operator/dead-letters/groups",
                200,
                "{\"items\": [{\"key\": \"push-failed\", \"count\": 7}], \"complete\": false}");

        assertThat(run("dead-letters", "groups", "--url", url(), "--token", "t"))
                .isZero();
        assertThat(out.toString()).contains("push-failed", "7", "There are more");
    }

    @Test
    void whatAnIdStandsForIsATable() {
        answer(
                "/v1/operator/search",
                200,
                "{\"items\": [{\"kind\": \"MESSAGE\", \"id\": \"m-1\", \"matched\": \"caseId\"}], \"next\": \"x\"}");

        assertThat(run("search", "--url", url(), "--token", "t", "KS 2026/17")).isZero();
        assertThat(out.toString()).contains("MESSAGE", "m-1", "caseId", "--after x");
        assertThat(run("search", "--url", url(), "--token", "t")).isEqualTo(2);
    }

    @Test
    void anOperatorSeesWhatComesNextAndWhen() {
        answer("/v1/operator/messages/m-1", 200, """
                {"deliveries": [{"recipient": "a.b", "status": "AVAILABLE"}], "events": [{"sequence": 3, "type": "AVAILABLE"}],
                 "retries": [{"subscriptionId": "s-1", "organisation": "0203:a.se", "eventType": "se.a.b", "retry": 4, "of": 11,
                              "nextAt": "2026-05-01T03:12:00Z", "subscriptionStatus": "PAUSED"}]}""");

        assertThat(run("trace", "--url", url(), "--token", "t", "m-1", "--operator"))
                .isZero();
        assertThat(out.toString())
                .contains(
                        "a.b",
                        "retry 4 of 11 at 2026-05-01T03:12:00Z: se.a.b to subscription s-1 of 0203:a.se, once it is active again: it is PAUSED");
    }

    @Test
    void anOperatorSeesHowSubscriptionsFare() {
        answer(
                "/v1/operator/subscriptions",
                200,
                "{\"items\": [{\"id\": \"s-1\", \"status\": \"ACTIVE\", \"pending\": 12, \"failureRate\": 0.5}], \"next\": \"c-2\"}");

        assertThat(run("subscriptions", "list", "--url", url(), "--token", "t", "--all", "--status", "ACTIVE"))
                .isZero();
        assertThat(out.toString()).contains("s-1", "12", "0.5", "There are more: --after c-2");
    }

    @Test
    void onlyAmongAllIsChosenByStatus() {
        assertThat(run("subscriptions", "list", "--url", url(), "--token", "t", "--status", "ACTIVE"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--all");
    }

    @Test
    void anOperatorSuspendsAndResumes() {
        answer("/v1/operator/subscriptions/s-1/suspend", 200, "{}");
        answer("/v1/operator/subscriptions/s-1/resume", 200, "{}");

        assertThat(run("subscriptions", "suspend", "--url", url(), "--token", "t", "s-1"))
                .isEqualTo(2);
        assertThat(run("subscriptions", "suspend", "--url", url(), "--token", "t", "s-1", "--reason", "overloaded"))
                .isZero();
        assertThat(run("subscriptions", "resume", "--url", url(), "--token", "t", "s-1", "--operator"))
                .isZero();
        assertThat(out.toString().lines()).containsExactly("Suspended.", "Resumed.");
    }

    @Test
    void anOperatorSuspendsAnOrganisationToo() {
        answer("/v1/operator/organisations/0203:a.se/suspend", 200, "{}");
        answer("/v1/operator/organisations/0203:a.se/resume", 200, "{}");

        assertThat(run("organisations", "suspend", "--url", url(), "--token", "t", "0203:a.se", "--reason", "unpaid"))
                .isZero();
        assertThat(run("organisations", "resume", "--url", url(), "--token", "t", "0203:a.se"))
                .isZero();
        assertThat(out.toString().lines()).containsExactly("Suspended.", "Resumed.");
    }

    @Test
    void aDeadLetterSaysWhatToDoAboutIt() {
        answer(
                "/v1/operator/dead-letters/d-1",
                200,
                "{\"id\": \"d-1\", \"reason\": \"push-failed\", \"explanation\": \"Mend it.\", \"offset\": 7}");

        assertThat(run("dead-letters", "show", "--url", url(), "--token", "t", "d-1"))
                .isZero();
        assertThat(out.toString()).containsPattern("explanation +Mend it.").containsPattern("offset +7");
    }

    @Test
    void aLongListSaysHowToGoOn() {
        answer("/v1/operator/dead-letters", 200, "{\"items\": [{\"id\": \"d-1\"}], \"next\": \"c-2\"}");

        assertThat(run("dead-letters", "list", "--url", url(), "--token", "t", "--limit", "1", "--after", "c-1"))
                .isZero();
        assertThat(out.toString()).contains("d-1", "There are more: --after c-2");
    }

    @Test
    void jobsAreListed() {
        answer(
                "/v1/operator/replays",
                200,
                "{\"items\": [{\"id\": \"j-1\", \"status\": \"RUNNING\", \"matched\": 12}]}");

        assertThat(run("replay", "--url", url(), "--token", "t", "--list")).isZero();
        assertThat(out.toString()).contains("j-1", "RUNNING", "12");
    }

    @Test
    void aDiscardSaysWhy() {
        assertThat(run("discard", "--url", url(), "--token", "t")).isEqualTo(2);
        assertThat(err.toString()).contains("--because");
    }

    @Test
    void aMessageNeedsAContentAndARecipient() {
        assertThat(run("send", "--url", url(), "--token", "t", "--to", "a")).isEqualTo(2);
        assertThat(run("send", "--url", url(), "--token", "t", "--text", "Hej")).isEqualTo(2);
    }

    @Test
    void anEventIsPublishedAndItsIdTold() {
        answer("/v1/events", 202, "{\"accepted\": 1}");

        assertThat(run("publish", "--url", url(), "--token", "t", "se.a.changed", "--id", "7", "--data", "{\"a\": 1}"))
                .isZero();
        assertThat(out.toString()).isEqualToIgnoringNewLines("Accepted: 7");
    }

    @Test
    void anEventHasOneDataThatIsJson(@TempDir Path directory) {
        var file = directory.resolve("none").toString();

        assertThat(run("publish", "--url", url(), "--token", "t", "se.a.changed", file, "--data", "1"))
                .isEqualTo(2);
        assertThat(run("publish", "--url", url(), "--token", "t", "se.a.changed", "--data", "{"))
                .isEqualTo(2);
        assertThat(run("publish", "--url", url(), "--token", "t", "se.a.changed", file))
                .isEqualTo(1);
    }

    @Test
    void eventTypesAreListed() {
        answer(
                "/v1/event-types",
                200,
                "{\"items\": [{\"type\": \"se.a.changed\", \"owner\": \"0203:a.se\", \"version\": 1}], \"next\": null}");

        assertThat(run("event-types", "list", "--url", url(), "--token", "t")).isZero();
        assertThat(out.toString()).contains("se.a.changed", "0203:a.se");
    }

    @Test
    void keepingNothingInADirectoryIsWrongUse(@TempDir Path directory) {
        assertThat(run("up", "--ephemeral", "--data-dir", directory.toString())).isEqualTo(2);
    }

    @Test
    void anUnknownFormatOfTheLogIsWrongUse() {
        assertThat(run("up", "--ephemeral", "--log-format", "xml")).isEqualTo(2);
        assertThat(err.toString()).contains("--log-format", "PLAIN, JSON");
    }

    @Test
    void theHelpTellsOfTheLog() {
        assertThat(run("up", "--help")).isZero();
        assertThat(out.toString()).contains("BUDKAVLE_LOG_FORMAT", "BUDKAVLE_LOG_LEVEL", "logs/budkavle.log");
    }

    @Test
    void aSecondInstanceOnTheSameDataSaysSo(@TempDir Path directory) {
        var first = DataDirectory.open(directory, 0);
        try {
            assertThat(run("up", "--port", "0", "--data-dir", directory.toString()))
                    .isEqualTo(1);
        } finally {
            first.close();
        }
        assertThat(err.toString().strip().lines()).hasSize(1).allMatch(line -> line.contains("already runs"));
    }

    @Test
    void aTakenPortIsNamed(@TempDir Path directory) throws IOException {
        try (var other = new ServerSocket(0)) {
            String port = String.valueOf(other.getLocalPort());

            assertThat(run("up", "--port", port, "--data-dir", directory.toString()))
                    .isEqualTo(1);
            assertThat(err.toString().strip().lines())
                    .hasSize(1)
                    .allMatch(line -> line.contains(port + ", for the API, is taken"));
        }
    }

    private int run(String... arguments) {
        return Budkavle.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private void answer(String path, int status, String json) {
        server.createContext(path, exchange -> {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }
}
