package se.budkavle.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import se.budkavle.cli.Transcript.Step;

/** Where the demo is played: sends each request, waits where something takes its time, shows and remembers all of it. */
final class Stage {

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Api api;
    private final String command;
    private final Terminal terminal;
    private final Duration patience;
    private final Map<String, String> tokens = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();

    /**
     * @param command how the command line is called
     * @param patience how long a step may take
     */
    Stage(Api api, String command, Terminal terminal, Duration patience) {
        this.api = api;
        this.command = command;
        this.terminal = terminal;
        this.patience = patience;
    }

    void act(String title) {
        terminal.heading("— " + title + " —");
    }

    /** Gives the agencies their tokens, each in a shell variable of that name. */
    void tokens(String title, Map<String, String> organisations) {
        var commands = new ArrayList<String>();
        String url = api.base().equals("http://localhost:8080") ? "" : " --url " + api.base();
        organisations.forEach((variable, organisation) -> {
            tokens.put(variable, api.token(organisation, null));
            commands.add(variable + "=$(" + command + " token " + organisation + url + ")");
        });
        remember(new Step(title, String.join("\n", commands), 200, null, ""), "");
    }

    /** A request that must succeed. */
    Answer play(String title, Call call) {
        return playUntil(title, call, answer -> true);
    }

    /** A request that is repeated until the answer is what is waited for. */
    Answer playUntil(String title, Call call, Predicate<JsonNode> wanted) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Answer answer = send(call);
            if (answer.isSuccess() && wanted.test(answer.json())) {
                remember(title, call, answer);
                return answer;
            }
            // Not confirmed yet, or not there yet; anything else is an error at once.
            boolean mayComeRight = answer.isSuccess() || answer.status() == 503;
            if (!mayComeRight || System.nanoTime() > deadline) {
                throw failure(title, call, answer);
            }
            pause();
        }
    }

    /** A request behind the scenes, which is neither shown nor remembered. */
    Answer send(Call call) {
        return api.send(call, call.agency() == null ? null : tokens.get(call.agency()));
    }

    Transcript transcript() {
        return new Transcript(steps);
    }

    private void remember(String title, Call call, Answer answer) {
        JsonNode json = answer.isJson() ? answer.json() : MissingNode.getInstance();
        String body = json.isMissingNode() ? answer.text() : JsonText.pretty(json);
        String shown = json.isMissingNode() ? answer.text() : JsonText.pretty(JsonText.withoutEmpty(json));
        remember(new Step(title, call.curl(api.base()), answer.status(), answer.contentType(), body), shown);
    }

    private void remember(Step step, String shown) {
        steps.add(step);
        terminal.step(steps.size(), step, shown);
    }

    private DemoFailure failure(String title, Call call, Answer answer) {
        String what = answer.isSuccess()
                ? "the expected did not happen within " + patience.toSeconds() + " s; the last answer was:\n"
                        + answer.text()
                : answer.problem();
        return new DemoFailure("The demo stopped at \"%s\".\n%s\n%s".formatted(title, call.curl(api.base()), what));
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("The demo was interrupted.");
        }
    }
}
