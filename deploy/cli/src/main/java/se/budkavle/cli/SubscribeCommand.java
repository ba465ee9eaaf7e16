package se.budkavle.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code budkavle subscribe}. */
@Command(
        name = "subscribe",
        description = "Subscribes to event types; without --webhook or --topic they are pulled (`budkavle listen`).",
        mixinStandardHelpOptions = true)
final class SubscribeCommand extends ApiCommand {

    @Parameters(paramLabel = "TYPE", arity = "1..*", description = "Event types.")
    private List<String> types;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "command line",
            description = "Name for people (default: ${DEFAULT-VALUE}).")
    private String name;

    @Option(names = "--webhook", paramLabel = "URL", description = "Where to POST them.")
    private @Nullable String webhook;

    @Option(names = "--topic", description = "To a Kafka topic of its own.")
    private boolean topic;

    @Option(names = "--strict", description = "Successors wait for a failing one of their subject.")
    private boolean strict;

    @Override
    void run(Api api, String token) {
        var body = Api.JSON.createObjectNode().put("name", name);
        types.forEach(body.putArray("types")::add);
        var channel = body.putObject("channel");
        if (webhook != null) {
            channel.put("kind", "WEBHOOK").put("url", webhook);
        } else {
            channel.put("kind", topic ? "TOPIC" : "PULL");
        }
        if (strict) {
            body.put("ordering", "STRICT");
        }
        var created = api.expect(Call.post("/v1/subscriptions").json(body.toString()), token)
                .json();
        showOne(created, "id", "status", "secret");
    }
}
