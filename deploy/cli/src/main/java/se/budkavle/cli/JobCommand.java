package se.budkavle.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Begins, or only follows, a job over dead letters. */
abstract class JobCommand extends ApiCommand {

    @Mixin
    private DeadLetterFilter filter;

    @Option(
            names = "--job",
            paramLabel = "ID",
            description = "Shows a job that was begun before, instead of a new one.")
    private @Nullable String job;

    @Option(names = "--list", description = "Lists the jobs that were begun before, newest first.")
    private boolean list;

    @Mixin
    private Paging paging;

    @Option(names = "--stop", description = "Stops that job.")
    private boolean stop;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "100",
            description = "At most so many a second (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(names = "--dry-run", description = "Tells how many there are, shows some, and does nothing.")
    private boolean dryRun;

    @Option(names = "--follow", description = "Waits for the end and shows how it goes.")
    private boolean follow;

    /** The path of such jobs. */
    abstract String path();

    /** Adds what only such jobs have. */
    abstract void complete(ObjectNode request);

    @Override
    String scope() {
        return DeadLettersCommand.OPERATOR_SCOPE;
    }

    @Override
    void run(Api api, String token) {
        if (list) {
            showPage(
                    api.expect(Call.get(path() + "?" + paging.query()), token).json(),
                    "id",
                    "createdAt",
                    "status",
                    "matched",
                    "replayed",
                    "skipped",
                    "succeeded",
                    "failedAgain");
            return;
        }
        if (job != null) {
            String known = path() + "/" + Api.encode(job);
            if (stop) {
                api.expect(Call.delete(known), token);
            }
            show(api, token, known);
            return;
        }
        ObjectNode request =
                Api.JSON.createObjectNode().put("ratePerSecond", rate).put("dryRun", dryRun);
        request.set("filter", filter.json());
        complete(request);
        JsonNode answer =
                api.expect(Call.post(path()).json(request.toString()), token).json();
        if (dryRun) {
            showDryRun(answer);
            return;
        }
        String id = answer.path("id").asText();
        if (follow) {
            say("Job " + id + ", " + answer.path("matched").asText() + " dead letters.");
            show(api, token, path() + "/" + id);
        } else {
            showOne(answer, "id", "matched");
        }
    }

    private void showDryRun(JsonNode answer) {
        if (isJson()) {
            out().println(JsonText.pretty(answer));
            return;
        }
        say((answer.path("complete").asBoolean() ? "" : "At least ")
                + answer.path("matched").asText() + " dead letters, such as:");
        showItems(
                Api.JSON.createObjectNode().set("items", answer.path("samples")),
                "id",
                "failedAt",
                "reason",
                "messageId",
                "recipient",
                "subscriptionId");
    }

    private void show(Api api, String token, String known) {
        JsonNode shown;
        if (follow) {
            try (var progress = Progress.of("Dead letters", "records", -1, isJson())) {
                shown = new JobWatch(
                                api,
                                token,
                                each -> progress.at(
                                        each.path("replayed").asLong()
                                                + each.path("skipped").asLong(),
                                        each.path("matched").asLong()))
                        .follow(known);
            }
        } else {
            shown = api.expect(Call.get(known), token).json();
        }
        showOne(
                shown,
                "id",
                "status",
                "matched",
                "replayed",
                "skipped",
                "succeeded",
                "failedAgain",
                "createdAt",
                "updatedAt");
    }
}
