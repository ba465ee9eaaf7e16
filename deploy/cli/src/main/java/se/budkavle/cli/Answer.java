package se.budkavle.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What the API answered. */
final class Answer {

    private final int status;
    private final String contentType;
    private final byte[] bytes;

    /**
     * @param contentType as it was stated; empty: it was not
     * @param bytes the body
     */
    Answer(int status, String contentType, byte[] bytes) {
        this.status = status;
        this.contentType = contentType;
        this.bytes = bytes;
    }

    int status() {
        return status;
    }

    String contentType() {
        return contentType;
    }

    byte[] bytes() {
        return bytes;
    }

    boolean isSuccess() {
        return status / 100 == 2;
    }

    boolean isJson() {
        return contentType.contains("json");
    }

    String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The body as JSON; missing where it is none. */
    JsonNode json() {
        try {
            return bytes.length == 0 ? MissingNode.getInstance() : Api.JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot fail to be read", e);
        }
    }

    /** A problem (RFC 9457) in words, with all that is wrong. */
    String problem() {
        JsonNode problem = json();
        if (!problem.hasNonNull("code")) {
            return "The answer was HTTP " + status + ".";
        }
        var words = new StringBuilder("Refused (%d %s): %s"
                .formatted(
                        status,
                        problem.path("code").asText(),
                        problem.path("detail").asText()));
        for (JsonNode issue : problem.path("issues")) {
            words.append("\n  ")
                    .append(issue.path("pointer").asText())
                    .append(": ")
                    .append(issue.path("detail").asText());
        }
        return words.toString();
    }
}
