package se.budkavle.gateway.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.io.InputStream;
import java.time.Clock;
import se.budkavle.gateway.json.LineReader;
import se.budkavle.gateway.kafka.Company;
import se.budkavle.gateway.message.BatchSettings;
import se.budkavle.gateway.message.JsonMessages;
import se.budkavle.gateway.message.MessageBatch;
import se.budkavle.gateway.message.MessageIntake;

/** Many messages in one request. */
@Controller("/v1/messages/batch")
@ExecuteOn(TaskExecutors.BLOCKING)
final class MessageBatchController {

    private final MessageIntake intake;
    private final BatchSettings settings;
    private final ObjectMapper json;
    private final Clock clock;

    MessageBatchController(MessageIntake intake, BatchSettings settings, ObjectMapper json, Clock clock) {
        this.intake = intake;
        this.settings = settings;
        this.json = json;
        this.clock = clock;
    }

    /** Posts messages, one a line, each with its own key; each is answered as if it were alone. */
    @Post
    @Consumes(LineReader.MEDIA_TYPE)
    @Produces(LineReader.MEDIA_TYPE)
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = LineReader.MEDIA_TYPE,
                            schema = @Schema(implementation = Documented.MessageLineBody.class)))
    @ApiResponse(
            responseCode = "207",
            description = "A line for each, in order",
            content =
                    @Content(
                            mediaType = LineReader.MEDIA_TYPE,
                            schema = @Schema(implementation = MessageBatch.Result.class)))
    HttpResponse<InputStream> postBatch(HttpRequest<?> request, @Body InputStream body) {
        var caller = Exchange.caller(request);
        var traceparent = Exchange.traceparent(request);
        var batch = new MessageBatch(
                line -> JsonMessages.parseLine(line, clock.instant()),
                line -> intake.begin(line.message(), caller, line.idempotencyKey(), traceparent, Company.AMONG_OTHERS),
                settings,
                Exchange.requestId(request));
        var results = Bodies.read(body, in -> batch.run(new LineReader(in, settings.maxLineBytes())));
        return HttpResponse.<InputStream>status(HttpStatus.MULTI_STATUS)
                .contentType(new MediaType(LineReader.MEDIA_TYPE))
                .body(new LineStream<>(results.stream(), json));
    }
}
