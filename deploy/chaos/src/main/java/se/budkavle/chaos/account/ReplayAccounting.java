package se.budkavle.chaos.account;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whether a replay job replayed every dead letter once, and all of them ended well. */
public final class ReplayAccounting {

    private final List<Finding> findings = new ArrayList<>();

    private ReplayAccounting() {}

    /**
     * Compares.
     *
     * @param expected how many died
     * @param job as {@code GET /v1/operator/replays/{id}} shows it, after its end
     * @param deadLetters of the subscription, as {@code GET /v1/operator/dead-letters} shows them
     */
    public static List<Finding> compare(long expected, JsonNode job, List<JsonNode> deadLetters) {
        var accounting = new ReplayAccounting();
        accounting.job(expected, job);
        accounting.letters(expected, job, deadLetters);
        return List.copyOf(accounting.findings);
    }

    private void job(long expected, JsonNode job) {
        if (!job.path("status").asText().equals("DONE")) {
            find("job", "is " + job.path("status").asText());
        }
        Map<String, Long> counts = new TreeMap<>(Map.of(
                "matched", expected, "replayed", expected, "succeeded", expected, "skipped", 0L, "failedAgain", 0L));
        counts.forEach((name, wanted) -> {
            long is = job.path(name).asLong(-1);
            if (is != wanted) {
                find("job", "%s: %d, not %d".formatted(name, is, wanted));
            }
        });
    }

    private void letters(long expected, JsonNode job, List<JsonNode> deadLetters) {
        long ids = deadLetters.stream()
                .map(each -> each.path("id").asText())
                .distinct()
                .count();
        if (ids != expected || deadLetters.size() != expected) {
            find("dead letters", "%d, not %d".formatted(ids, expected));
        }
        for (JsonNode letter : deadLetters) {
            boolean isWell = letter.path("status").asText().equals("REPLAYED")
                    && letter.path("replays").asInt() == 1
                    && letter.path("outcome").asText().equals("SUCCEEDED")
                    && letter.path("replayId").asText().equals(job.path("id").asText());
            if (!isWell) {
                find(
                        letter.path("id").asText(),
                        "%s, %d replays, %s"
                                .formatted(
                                        letter.path("status").asText(),
                                        letter.path("replays").asInt(),
                                        letter.path("outcome").asText("no outcome")));
            }
        }
    }

    private void find(String where, String what) {
        findings.add(new Finding(Finding.Kind.NOT_REPLAYED, where, what));
    }
}
