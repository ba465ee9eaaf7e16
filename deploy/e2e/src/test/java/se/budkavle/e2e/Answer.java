package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;

/** What an HTTP request got. */
final class Answer {

    private final int status;
    private final HttpHeaders headers;
    private final byte[] body;

    Answer(int status, HttpHeaders headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    int status() {
        return status;
    }

    HttpHeaders headers() {
        return headers;
    }

    /** The body's bytes. */
    byte[] body() {
        return body;
    }

    /** The body as text. */
    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The body as JSON. */
    JsonNode json() {
        try {
            return Http.JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + text(), e);
        }
    }

    /** A header that must be there. */
    String header(String name) {
        return headers.firstValue(name)
                .orElseThrow(() -> new AssertionError("no header " + name + " in " + headers.map()));
    }

    /** This answer, if it has that status. */
    Answer expect(int wanted) {
        assertThat(status).as("status of: %s", text()).isEqualTo(wanted);
        return this;
    }

    /** This answer, if it is a problem of that status and code, complete and in the right type. */
    Answer expectProblem(int wanted, String code) {
        expect(wanted);
        assertThat(header("Content-Type")).startsWith("application/problem+json");
        var problem = json();
        assertThat(problem.path("code").asText()).as("code of: %s", text()).isEqualTo(code);
        assertThat(problem.path("type").asText()).isEqualTo("urn:budkavle:problem:" + code);
        assertThat(problem.path("status").asInt()).isEqualTo(wanted);
        assertThat(problem.path("title").asText()).isNotBlank();
        assertThat(problem.path("detail").asText()).isNotBlank();
        assertThat(problem.path("help").asText()).endsWith("/docs/problems/" + code);
        return this;
    }
}
