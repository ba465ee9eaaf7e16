package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import se.budkavle.local.RunningInstance;

/** A real {@code budkavle up}: a process of its own, that can be killed. */
final class Up {

    private static final Duration START = Duration.ofSeconds(90);

    private final Process process;
    private final Path data;
    private final Path output;

    private Up(Process process, Path data, Path output) {
        this.process = process;
        this.data = data;
        this.output = output;
    }

    /** Starts it on free ports, and does not wait. */
    static Up begin(Path data, Path output) throws IOException {
        return begin(data, output, Map.of());
    }

    private static Up begin(Path data, Path output, Map<String, String> environment) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var builder = new ProcessBuilder(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        classPath(),
                        "se.budkavle.cli.Budkavle",
                        "up",
                        "--no-demo",
                        "--port",
                        "0",
                        "--data-dir",
                        data.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return new Up(builder.start(), data, output);
    }

    /** This process' own, without what is for tests only. */
    private static String classPath() {
        var all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(all.split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Starts it and waits until it is ready. */
    static Up start(Path data, Path output, Map<String, String> environment) throws IOException {
        var up = begin(data, output, environment);
        await("budkavle up").atMost(START).untilAsserted(() -> {
            assertThat(up.process.isAlive()).as(up.said()).isTrue();
            assertThat(up.said()).contains("Everything runs");
        });
        return up;
    }

    /** Waits until it ends by itself. */
    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(START.toSeconds(), TimeUnit.SECONDS))
                .as(said())
                .isTrue();
        return process.exitValue();
    }

    /** What it has printed. */
    String said() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    URI api() {
        var port = RunningInstance.read(data).orElseThrow().port().orElseThrow();
        return URI.create("http://127.0.0.1:" + port);
    }

    String bootstrapServers() {
        return said().lines()
                .filter(line -> line.strip().startsWith("Kafka "))
                .map(line -> line.strip().substring("Kafka ".length()).strip())
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    /** {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** {@code kill}, as Ctrl-C: in good order. */
    Duration stop() throws InterruptedException {
        long begin = System.nanoTime();
        process.destroy();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** Its child processes: the schema registry. */
    List<ProcessHandle> children() {
        return process.descendants().toList();
    }

    String token(String organisation) {
        var body = Http.JSON
                .createObjectNode()
                .put("organisation", organisation)
                .put("scope", Agency.SCOPES + " operator:read");
        return Http.call("POST", api().resolve("/dev/token"))
                .json(body)
                .send()
                .expect(200)
                .json()
                .path("access_token")
                .asText();
    }

    Http.Call call(String method, String path, String token) {
        return Http.call(method, URI.create(api() + path)).token(token);
    }

    List<JsonNode> inbox(String token) {
        return call("GET", "/v1/inbox?status=all", token)
                .send()
                .expect(200)
                .json()
                .path("items")
                .valueStream()
                .toList();
    }

    /** Kills it and its children, whatever state it is in. */
    void end() throws InterruptedException {
        var children = children();
        kill();
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
