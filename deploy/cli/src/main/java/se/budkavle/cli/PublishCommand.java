package se.budkavle.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code budkavle publish}. */
@Command(
        name = "publish",
        description = {
            "Publishes an event.",
            "A repeat with the same --id and --source is the same event to whoever is told of it."
        },
        mixinStandardHelpOptions = true)
final class PublishCommand extends ApiCommand {

    private static final String EVENT = "application/cloudevents+json";
    private static final String JSON = "application/json";

    @Parameters(index = "0", paramLabel = "TYPE", description = "The event's type, such as se.agency.thing.changed.")
    private String type;

    @Parameters(index = "1", arity = "0..1", paramLabel = "FILE", description = "The data.")
    private @Nullable Path file;

    @Option(names = "--data", paramLabel = "JSON", description = "The data, in place of a file.")
    private @Nullable String data;

    @Option(
            names = "--content-type",
            paramLabel = "TYPE",
            defaultValue = JSON,
            description = "The file's media type (default: ${DEFAULT-VALUE}).")
    private String contentType;

    @Option(
            names = "--source",
            paramLabel = "URI",
            defaultValue = "urn:budkavle:command-line",
            description = "Where it happened (default: ${DEFAULT-VALUE}).")
    private String source;

    @Option(names = "--id", paramLabel = "ID", description = "The event's id (default: a new one).")
    private @Nullable String id;

    @Option(
            names = "--subject",
            paramLabel = "TEXT",
            description = "What it is about; events of a subject stay in order.")
    private @Nullable String subject;

    @Option(names = "--not-before", paramLabel = "TIME", description = "Told to nobody before.")
    private @Nullable Instant notBefore;

    @Override
    void run(Api api, String token) {
        if (file != null && data != null) {
            throw new ParameterException(commandLine(), "Give either a FILE or --data.");
        }
        ObjectNode event = event();
        Answer answer =
                api.expect(new Call("POST", "/v1/events", null, EVENT, new Call.Body.Text(event.toString())), token);
        if (isJson()) {
            showOne(answer.json());
        } else {
            say("Accepted: " + event.path("id").asText());
        }
    }

    private ObjectNode event() {
        var event = Api.JSON
                .createObjectNode()
                .put("specversion", "1.0")
                .put("id", id == null ? UUID.randomUUID().toString() : id)
                .put("source", source)
                .put("type", type)
                .put("time", Instant.now().toString())
                .put("subject", subject)
                .put("notbefore", notBefore == null ? null : notBefore.toString());
        if (data != null) {
            try {
                event.set("data", Api.JSON.readTree(data));
            } catch (JsonProcessingException e) {
                throw new ParameterException(commandLine(), "--data is not JSON.");
            }
        } else if (file != null) {
            event.put("datacontenttype", contentType)
                    .put("data_base64", Base64.getEncoder().encodeToString(read(file)));
        }
        return event;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new CommandFailure(CommandFailure.FAILED, "The file cannot be read: " + file);
        }
    }
}
