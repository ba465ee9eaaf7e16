package se.budkavle.benchmarks.cases;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.budkavle.benchmarks.Plan;
import se.budkavle.benchmarks.Stage;
import se.budkavle.benchmarks.result.Goal;
import se.budkavle.benchmarks.result.Measurement;
import se.budkavle.benchmarks.worker.HttpLoad;
import se.budkavle.benchmarks.worker.MakeTopic;
import se.budkavle.benchmarks.worker.RawBatches;
import se.budkavle.benchmarks.worker.RawSync;
import se.budkavle.chaos.cluster.Role;

/** Messages posted over 64 keep-alive connections, beside a bare echo of the framework and a bare producer. */
public final class Intake implements Case {

    static final int CONNECTIONS = 64;
    private static final int BYTES = 1024;

    /** As large as the record that comes of it: content, envelope, digests. */
    private static final int RECORD_BYTES = 1500;

    private static final int SDK_BYTES = 2048;
    private static final int LINES = 500;
    private static final int BATCH_CONNECTIONS = 4;
    private static final String RAW = "benchmark-raw";

    private final Form form;
    private List<String> json = List.of();
    private List<String> requests = List.of();
    private List<String> echoes = List.of();
    private @Nullable EchoServer echo;

    /** What is posted. */
    public enum Form {
        JSON,
        SDK_XML,
        BATCH
    }

    /** Messages in one form. */
    public Intake(Form form) {
        this.form = form;
    }

    @Override
    public String name() {
        return switch (form) {
            case JSON -> "intake";
            case SDK_XML -> "intake-sdk";
            case BATCH -> "intake-batch";
        };
    }

    @Override
    public String title() {
        return switch (form) {
            case JSON -> "POST /v1/messages of 1 KiB, 64 keep-alive connections, JWT, acks=all";
            case SDK_XML -> "The same with an SDK XML document of 2 KiB";
            case BATCH -> "POST /v1/messages/batch, 500 lines of 1 KiB, 4 connections";
        };
    }

    @Override
    public Stage.Kind needs() {
        return Stage.Kind.DOOR;
    }

    @Override
    public void prepare(Stage stage, Plan plan) throws Exception {
        String sender = stage.addresses().claim("door", Stage.SENDER);
        String recipient = stage.addresses().claim("door", Stage.RECIPIENT);
        // What comes in lies there: the door alone is measured.
        if (stage.kind() == Stage.Kind.DOOR) {
            stage.member(Role.ROUTER).close();
        }
        json = Requests.messages(stage, sender, List.of(recipient), CONNECTIONS, BYTES);
        String token = stage.token(Stage.SENDER);
        requests = switch (form) {
            case JSON -> json;
            case SDK_XML ->
                java.util.stream.IntStream.range(0, CONNECTIONS)
                        .mapToObj(i -> Requests.post(
                                "/v1/messages",
                                token,
                                "application/xml",
                                SdkDocument.text(sender, recipient, i, SDK_BYTES)))
                        .toList();
            case BATCH ->
                java.util.stream.IntStream.range(0, BATCH_CONNECTIONS)
                        .mapToObj(i -> Requests.post(
                                "/v1/messages/batch", token, "application/x-ndjson", lines(sender, recipient, i)))
                        .toList();
        };
        stage.driver().run(new MakeTopic(stage.bootstrapServers(), rawTopic(), Stage.PARTITIONS));
        if (form == Form.JSON) {
            echo = EchoServer.start(Path.of(System.getProperty("java.io.tmpdir")));
            echoes = java.util.stream.IntStream.range(0, CONNECTIONS)
                    .mapToObj(i -> Requests.post(
                            "/echo",
                            token,
                            "application/octet-stream",
                            Requests.json(sender, recipient, "conversation-" + i, BYTES, false)))
                    .toList();
        }
    }

    /** The bare producer's topic: a case's own, as others use the same broker. */
    private String rawTopic() {
        return RAW + "-" + name();
    }

    private static String lines(String sender, String recipient, int connection) {
        var lines = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            String conversation = "conversation-" + connection + "-" + i % 16;
            lines.append(Requests.json(sender, recipient, conversation, BYTES, true))
                    .append('\n');
        }
        return lines.toString();
    }

    @Override
    public List<Contender> contenders(Stage stage, Plan plan) {
        double seconds = plan.seconds();
        Contender us = new Contender(name(), false, () -> post(stage, requests, status(), seconds));
        return switch (form) {
            case JSON ->
                List.of(
                        us,
                        new Contender("bare echo", true, () -> echo(stage, seconds)),
                        new Contender("raw producer", true, () -> raw(stage, seconds)));
            case SDK_XML -> List.of(us, new Contender("JSON", true, () -> post(stage, json, 202, seconds)));
            case BATCH -> List.of(us, new Contender("raw batches", true, () -> batches(stage, seconds)));
        };
    }

    private int status() {
        return form == Form.BATCH ? 207 : 202;
    }

    private Measurement post(Stage stage, List<String> what, int status, double seconds) {
        var outcome = stage.driver()
                .run(new HttpLoad(
                        stage.gateway().getHost(),
                        stage.gateway().getPort(),
                        what,
                        stage.nextRun(),
                        0,
                        seconds,
                        status));
        var measured = Measurement.of(outcome);
        return form == Form.BATCH
                ? new Measurement(measured.perSecond() * LINES, measured.latencies(), measured.values())
                : measured;
    }

    private Measurement echo(Stage stage, double seconds) {
        EchoServer server = java.util.Objects.requireNonNull(echo);
        return Measurement.of(
                stage.driver().run(new HttpLoad("127.0.0.1", server.port(), echoes, stage.nextRun(), 0, seconds, 200)));
    }

    private Measurement raw(Stage stage, double seconds) {
        return Measurement.of(stage.driver()
                .run(new RawSync(stage.bootstrapServers(), rawTopic(), CONNECTIONS, RECORD_BYTES, seconds)));
    }

    private Measurement batches(Stage stage, double seconds) {
        return Measurement.of(
                stage.driver().run(new RawBatches(stage.bootstrapServers(), rawTopic(), CONNECTIONS, BYTES, seconds)));
    }

    @Override
    public List<Goal> goals(Subjects subjects) {
        var us = subjects.get(name());
        return switch (form) {
            case JSON ->
                List.of(
                        Goal.atLeastPercent("of a bare echo", us.rateAsPartOf(subjects.get("bare echo")), 45),
                        Goal.atLeastPercent("of a raw producer", us.rateAsPartOf(subjects.get("raw producer")), 40),
                        Goal.atMost("p99", us.millis(99).median(), 10, " ms"));
            case SDK_XML -> List.of(Goal.atLeastPercent("of JSON", us.rateAsPartOf(subjects.get("JSON")), 60));
            case BATCH ->
                List.of(Goal.atLeastPercent("of raw batches", us.rateAsPartOf(subjects.get("raw batches")), 50));
        };
    }

    @Override
    public void leave() {
        if (echo != null) {
            echo.close();
        }
    }
}
