package se.budkavle.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.function.Consumer;

/** Looks at a job until it has ended. */
final class JobWatch {

    private static final Set<String> ENDED = Set.of("DONE", "STOPPED");
    private static final long PAUSE_MILLIS = 500;

    private final Api api;
    private final String token;
    private final Consumer<JsonNode> looker;

    /** @param looker is shown the job at each look */
    JobWatch(Api api, String token, Consumer<JsonNode> looker) {
        this.api = api;
        this.token = token;
        this.looker = looker;
    }

    /** The job as it ended. */
    JsonNode follow(String path) {
        while (true) {
            JsonNode job = api.expect(Call.get(path), token).json();
            looker.accept(job);
            if (ENDED.contains(job.path("status").asText())) {
                return job;
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CommandFailure(CommandFailure.FAILED, "Interrupted. The job goes on: " + path);
            }
        }
    }
}
