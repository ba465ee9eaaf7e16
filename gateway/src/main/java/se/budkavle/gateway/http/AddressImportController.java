package se.budkavle.gateway.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import java.io.InputStream;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import se.budkavle.gateway.json.LineReader;
import se.budkavle.gateway.registry.AddressCommands;
import se.budkavle.gateway.registry.AddressImport;
import se.budkavle.gateway.registry.AddressRequests;
import se.budkavle.gateway.registry.Registry;
import se.budkavle.gateway.registry.RegistrySettings;

/** Many addresses in one request, of any length: it is read while it is decided. */
@Controller("/v1/addresses/import")
@ExecuteOn(TaskExecutors.BLOCKING)
final class AddressImportController {

    /** An entry with 100 representatives of 100 types each would be longer; PUT takes it. */
    private static final int LONGEST_LINE = 64 * 1024;

    private final AddressCommands commands;
    private final Registry registry;
    private final RegistrySettings settings;
    private final Clock clock;

    AddressImportController(AddressCommands commands, Registry registry, RegistrySettings settings, Clock clock) {
        this.commands = commands;
        this.registry = registry;
        this.settings = settings;
        this.clock = clock;
    }

    /** Writes entries, one a line; a bad line is told and the rest goes on. Repeating is harmless. */
    @Post
    @Consumes(LineReader.MEDIA_TYPE)
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = LineReader.MEDIA_TYPE,
                            schema = @Schema(implementation = Documented.ImportLineBody.class)))
    AddressImport.Report importLines(HttpRequest<?> request, @Body InputStream body) {
        var caller = Exchange.caller(request);
        var traceparent = Exchange.traceparent(request);
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var run = new AddressImport(
                line -> AddressRequests.parseLine(line, caller.organisation(), now),
                line -> commands.beginPut(line.entry(), line.condition(), caller, traceparent),
                settings.importWindow());
        var report = Bodies.read(body, in -> run.run(new LineReader(in, LONGEST_LINE), LONGEST_LINE));
        // As after PUT: what was answered is there for the caller's next request.
        registry.catchUp();
        return report;
    }
}
