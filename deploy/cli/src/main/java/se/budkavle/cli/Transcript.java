package se.budkavle.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the demo did.
 *
 * @param steps in order
 */
public record Transcript(List<Step> steps) {

    /** A transcript of its own. */
    public Transcript {
        steps = List.copyOf(steps);
    }

    /**
     * One request and its answer.
     *
     * @param title what happens, in a sentence
     * @param command what one would type
     * @param status of HTTP
     * @param contentType of the answer; null: it has no body
     * @param body of the answer, whole; JSON is laid out
     */
    public record Step(
            String title,
            String command,
            int status,
            @Nullable String contentType,
            String body) {}
}
