package se.budkavle.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code budkavle event-types}. */
@Command(
        name = "event-types",
        description = "The catalogue of event types: what can be subscribed to.",
        mixinStandardHelpOptions = true,
        subcommands = {EventTypesCommand.List.class, EventTypesCommand.Get.class, EventTypesCommand.Put.class})
final class EventTypesCommand implements Runnable {

    private static final String PATH = "/v1/event-types";

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say list, get or put.");
    }

    @Command(name = "list", description = "Lists the types that one may know of.", mixinStandardHelpOptions = true)
    static final class List extends ApiCommand {

        @Option(
                names = {"-q", "--query"},
                paramLabel = "TEXT",
                description = "Only those with this in type or description.")
        private @Nullable String text;

        @Override
        void run(Api api, String token) {
            var query = text == null ? "" : "&q=" + Api.encode(text);
            var page = api.expect(Call.get(PATH + "?limit=1000" + query), token).json();
            showItems(page, "type", "owner", "visibility", "version", "description");
            if (page.hasNonNull("next")) {
                say("There are more: narrow the search.");
            }
        }
    }

    @Command(name = "get", description = "Shows a type with its schema.", mixinStandardHelpOptions = true)
    static final class Get extends ApiCommand {

        @Parameters(paramLabel = "TYPE", description = "The type.")
        private String type;

        @Override
        void run(Api api, String token) {
            var answer = api.expect(Call.get(PATH + "/" + Api.encode(type)), token);
            showOne(
                    answer.json(),
                    "type",
                    "owner",
                    "description",
                    "visibility",
                    "audience",
                    "version",
                    "schemaType",
                    "schema");
        }
    }

    @Command(name = "put", description = "Registers a type, or changes it.", mixinStandardHelpOptions = true)
    static final class Put extends ApiCommand {

        @Parameters(index = "0", paramLabel = "TYPE", description = "The type.")
        private String type;

        @Parameters(
                index = "1",
                paramLabel = "FILE",
                description = "The type as JSON, as `get --output json` shows it.")
        private Path file;

        @Override
        void run(Api api, String token) {
            if (!Files.isReadable(file)) {
                throw new CommandFailure(CommandFailure.FAILED, "The file cannot be read: " + file);
            }
            var put = Call.put(PATH + "/" + Api.encode(type)).file("application/json", file);
            say(api.expect(put, token).status() == 201 ? "Created." : "Written.");
        }
    }
}
