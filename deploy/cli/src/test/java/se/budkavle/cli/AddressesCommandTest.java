package se.budkavle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The address registry, cancelling and the books from the command line, against an API that answers what the test wants. */
class AddressesCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> parts = new ArrayList<>();
    private HttpServer server;

    @TempDir
    private Path directory;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    private int run(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--url", "http://localhost:" + server.getAddress().getPort(), "--token", "t"));
        return Budkavle.run(new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
    }

    private void answer(String path, int status, String type, String body) {
        server.createContext(path, exchange -> answer(exchange, status, type, body));
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** An import that creates every line but those that say "bad", and does with the part what the test wants. */
    private void imports(Function<ObjectNode, ObjectNode> change) {
        server.createContext("/v1/addresses/import", exchange -> {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            parts.add(body);
            List<String> lines = body.lines().toList();
            ObjectNode report = Api.JSON.createObjectNode();
            report.put("lines", lines.size());
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).contains("bad")) {
                    report.withArray("problems")
                            .addObject()
                            .put("line", i + 1)
                            .put("status", 400)
                            .put("code", "malformed-json")
                            .put("pointer", "")
                            .put("detail", "Bad.");
                }
            }
            report.put("refused", report.path("problems").size());
            report.put("created", lines.size() - report.path("problems").size());
            answer(exchange, 200, "application/json", change.apply(report).toString());
        });
    }

    private Path file(int lines) throws IOException {
        return Files.write(
                directory.resolve("a.ndjson"),
                IntStream.rangeClosed(1, lines).mapToObj(i -> "line " + i).toList());
    }

    @Test
    void aFileIsImportedInPartsAndLeavesNothingBehind() throws Exception {
        imports(report -> report);

        assertThat(run("addresses", "import", file(2500).toString())).isZero();

        assertThat(parts).hasSize(3);
        assertThat(parts.getLast()).startsWith("line 2001\n").endsWith("line 2500");
        assertThat(out.toString()).containsPattern("created +2500");
        assertThat(directory.toFile().list()).containsExactly("a.ndjson");
    }

    @Test
    void badLinesAreKeptWithTheirReasonAndTheRestGoesOn() throws Exception {
        imports(report -> report);
        Path file = Files.write(
                directory.resolve("a.ndjson"),
                IntStream.rangeClosed(1, 1500)
                        .mapToObj(i -> i == 7 || i == 1200 ? "bad å " + i : "line " + i)
                        .toList());

        assertThat(run("addresses", "import", file.toString())).isEqualTo(1);

        assertThat(err.toString()).contains("a.ndjson.bad");
        List<String> bad = Files.readAllLines(directory.resolve("a.ndjson.bad"));
        assertThat(bad).hasSize(2);
        JsonNode second = Api.JSON.readTree(bad.get(1));
        assertThat(second.path("line").asInt()).isEqualTo(1200);
        assertThat(second.path("text").asText()).isEqualTo("bad å 1200");
        assertThat(second.at("/problems/0/code").asText()).isEqualTo("malformed-json");
    }

    @Test
    void whatWasNotConfirmedIsRepeatedFromThere() throws Exception {
        imports(report -> parts.size() == 1 ? report.put("resumeAt", 401).put("lines", 400) : report);

        assertThat(run("addresses", "import", file(1000).toString())).isZero();

        assertThat(parts).hasSize(2);
        assertThat(parts.getLast()).startsWith("line 401\n").endsWith("line 1000");
        assertThat(out.toString()).containsPattern("lines +1000");
    }

    @Test
    void whereItStopsItGoesOnLater() throws Exception {
        Path file = file(2500);
        imports(report -> report);
        Files.writeString(directory.resolve("a.ndjson.progress"), "2000");

        assertThat(run("addresses", "import", file.toString(), "--resume")).isZero();

        assertThat(parts).hasSize(1);
        assertThat(parts.getFirst()).startsWith("line 2001\n");
    }

    @Test
    void anInterruptionIsRemembered() throws Exception {
        Path file = file(1500);
        server.createContext("/v1/addresses/import", exchange -> {
            parts.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            boolean first = parts.size() == 1;
            answer(
                    exchange,
                    first ? 200 : 503,
                    "application/json",
                    first ? "{\"lines\": 1000}" : "{\"code\": \"unavailable\", \"detail\": \"Later.\"}");
        });

        assertThat(run("addresses", "import", file.toString())).isEqualTo(1);

        assertThat(err.toString()).contains("503 unavailable");
        assertThat(directory.resolve("a.ndjson.progress")).hasContent("1000");
    }

    @Test
    void anOperatorImportsForAnybody() throws Exception {
        var asked = new ArrayList<String>();
        server.createContext("/dev/token", exchange -> {
            asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            answer(exchange, 200, "application/json", "{\"access_token\": \"t\"}");
        });
        imports(report -> report);

        assertThat(run("addresses", "import", file(1).toString(), "--as", "0203:op.se", "--operator"))
                .isZero();
        assertThat(asked).singleElement().asString().contains("\"operator:write\"");
    }

    @Test
    void anOperatorSuspendsAndResumes() {
        answer("/v1/operator/addresses/a.b/suspend", 204, "application/json", "");
        answer("/v1/operator/addresses/a.b/resume", 204, "application/json", "");

        assertThat(run("addresses", "suspend", "a.b")).isEqualTo(2);
        assertThat(run("addresses", "suspend", "a.b", "--reason", "under-investigation"))
                .isZero();
        assertThat(run("addresses", "resume", "a.b")).isZero();
        assertThat(out.toString().lines()).containsExactly("Suspended.", "Resumed.");
    }

    @Test
    void nothingToResumeIsWrongUse() throws Exception {
        assertThat(run("addresses", "import", file(1).toString(), "--resume")).isEqualTo(2);
        assertThat(run("addresses", "import", directory.resolve("none").toString()))
                .isEqualTo(1);
    }

    @Test
    void anExportIsWrittenWhole() throws Exception {
        answer("/v1/addresses", 200, "application/x-ndjson", "{\"address\":\"a.b\"}\n{\"address\":\"c.d\"}\n");
        Path file = directory.resolve("out.ndjson");

        assertThat(run("addresses", "export", file.toString(), "--kind", "FUNCTION"))
                .isZero();
        assertThat(file).hasContent("{\"address\":\"a.b\"}\n{\"address\":\"c.d\"}");
        assertThat(out.toString()).contains("2 addresses");

        assertThat(run("addresses", "export")).isZero();
        assertThat(out.toString()).contains("{\"address\":\"c.d\"}");
        assertThat(directory.toFile().list()).containsExactly("out.ndjson");
    }

    @Test
    void anExportThatIsRefusedSaysSo() {
        answer(
                "/v1/addresses",
                400,
                "application/problem+json",
                "{\"code\": \"invalid-parameter\", \"detail\": \"No.\"}");

        assertThat(run("addresses", "export", directory.resolve("x").toString(), "--kind", "ANIMAL"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("400 invalid-parameter");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void entriesAreListedShownAndWritten() {
        var asked = new ArrayList<String>();
        server.createContext("/v1/addresses", exchange -> {
            asked.add(exchange.getRequestURI().getRawQuery());
            answer(
                    exchange,
                    200,
                    "application/json",
                    "{\"items\": [{\"address\": \"a.b\", \"kind\": \"FUNCTION\"}], \"next\": \"x\"}");
        });
        answer("/v1/addresses/a.b", 200, "application/json", "{\"address\": \"a.b\", \"displayName\": \"Namn\"}");

        assertThat(run("addresses", "list", "--query", "a b", "--limit", "1", "--after", "w&"))
                .isZero();
        assertThat(asked).containsExactly("limit=1&after=w%26&q=a%20b");
        assertThat(out.toString()).contains("a.b", "There are more: --after x");
        assertThat(run("addresses", "get", "a.b")).isZero();
        assertThat(out.toString()).containsPattern("displayName +Namn");
        assertThat(run("addresses", "put", "a.b", "--name", "Namn")).isZero();
        assertThat(out.toString()).contains("Written.");
        assertThat(run("addresses")).isEqualTo(2);
    }

    @Test
    void aMessageIsTakenBack() {
        answer("/v1/messages/m-1", 202, "application/json", "");

        assertThat(run("cancel", "m-1")).isZero();
        assertThat(out.toString()).contains("budkavle trace m-1");
    }

    @Test
    void booksThatBalanceAreFine() {
        answer("/v1/operator/balance", 200, "application/json", """
                {"asOf": "2026-06-01T12:00:00Z", "balanced": true, "overdue": [], "organisations": [{"organisation": "0203:a.se",
                 "accepted": {"messages": 3, "deliveries": 7}, "ended": {"ACKNOWLEDGED": 4, "EXPIRED": 1},
                 "underWay": {"HELD": 2}, "difference": 0}]}""");

        assertThat(run("balance")).isZero();
        assertThat(out.toString()).containsPattern("0203:a.se +3 +7 +5 +2 +0");
    }

    @Test
    void booksThatDoNotBalanceEndWithOne() {
        answer("/v1/operator/balance", 200, "application/json", """
                {"asOf": "2026-06-01T12:00:00Z", "balanced": true, "organisations": [], "moreOverdue": true,
                 "overdue": [{"messageId": "m-1", "recipient": "a.b", "status": "ACCEPTED"}]}""");

        assertThat(run("balance")).isEqualTo(1);
        assertThat(out.toString()).contains("Overdue, among others:", "m-1");
        assertThat(err.toString()).contains("do not balance");
    }
}
