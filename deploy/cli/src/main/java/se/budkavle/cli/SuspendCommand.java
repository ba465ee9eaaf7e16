package se.budkavle.cli;

import picocli.CommandLine.Option;

/** An operator's brake on something: what it is for is held, or kept, until it is resumed. */
abstract class SuspendCommand extends ApiCommand {

    @Option(
            names = "--reason",
            paramLabel = "CODE",
            required = true,
            description = "Why, such as under-investigation; whom it concerns sees it.")
    private String reason;

    /** The path of what is meant, as operators see it. */
    abstract String path();

    @Override
    void run(Api api, String token) {
        var body = Api.JSON.createObjectNode().put("reason", reason);
        api.expect(Call.post(path() + "/suspend").json(body.toString()), token);
        say("Suspended.");
    }

    @Override
    String scope() {
        return "operator:write";
    }
}
