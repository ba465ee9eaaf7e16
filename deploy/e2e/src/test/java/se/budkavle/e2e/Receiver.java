package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A subscriber in Node who knows only the npm packages {@code standardwebhooks} and {@code cloudevents}. */
final class Receiver {

    private static final Path SOURCES = Path.of("src/test/npm");
    private static final Path INSTALLED = Path.of("target/npm");
    private static final int PATIENCE_SECONDS = 120;

    /**
     * What it said.
     *
     * @param exitCode 0: accepted, 1: the signature does not hold, 2: no CloudEvent
     * @param output type and id of the event
     */
    record Verdict(int exitCode, String output) {}

    private Receiver() {}

    /** One that has its packages; without Node, or where they cannot be had, the test is skipped. One at a time: the place is one. */
    static synchronized Receiver install() throws IOException, InterruptedException {
        for (var tool : List.of("node", "npm")) {
            if (!isThere(tool)) {
                abort("There is no " + tool + " on this machine: what npm packages say of webhooks is not tested.");
            }
        }
        Files.createDirectories(INSTALLED);
        for (var file : List.of("package.json", "package-lock.json", "receive.mjs")) {
            Files.copy(
                    SOURCES.resolve(file), INSTALLED.resolve(file), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(INSTALLED.resolve("node_modules/.package-lock.json"))) {
            var installed = run("", "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
            if (installed.exitCode() != 0) {
                abort("npm cannot get the packages: what they say of webhooks is not tested.");
            }
        }
        return new Receiver();
    }

    /** Receives what came, signed with a secret that both know. */
    Verdict receives(Webhook.Received post, String body, String secret) throws IOException, InterruptedException {
        return receives(post, body, "secret", secret);
    }

    /** Receives what came, signed with a key of which it knows the public one. */
    Verdict receivesAsymmetric(Webhook.Received post, String body, String publicKey)
            throws IOException, InterruptedException {
        return receives(post, body, "publicKey", publicKey);
    }

    private static Verdict receives(Webhook.Received post, String body, String kind, String key)
            throws IOException, InterruptedException {
        var request = Http.JSON.createObjectNode().put(kind, key).put("body", body);
        var headers = request.putObject("headers");
        post.headers()
                .map()
                .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
        return run(request.toString(), "node", "receive.mjs");
    }

    private static boolean isThere(String tool) throws InterruptedException {
        try {
            return new ProcessBuilder(tool, "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static Verdict run(String input, String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command)
                .directory(INSTALLED.toFile())
                .redirectErrorStream(true)
                .start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("%s", output)
                .isTrue();
        return new Verdict(process.exitValue(), output);
    }
}
