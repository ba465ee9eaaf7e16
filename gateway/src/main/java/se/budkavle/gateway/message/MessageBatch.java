package se.budkavle.gateway.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.json.LineReader;
import se.budkavle.gateway.kafka.Sending;
import se.budkavle.gateway.message.MessageIntake.Begun;
import se.budkavle.gateway.problem.Parsed;
import se.budkavle.gateway.problem.Problem;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.gateway.problem.RefusedException;

/**
 * Takes in many messages, one a line: each is validated and answered as if it were alone, and is sent right behind the one
 * before it, so that the order of the lines is that of each conversation. After a line that was not confirmed no other is
 * begun: it would overtake what the client must repeat.
 */
public final class MessageBatch {

    private final Function<byte[], Parsed<JsonMessages.Line>> parser;
    private final Function<JsonMessages.Line, Begun> intake;
    private final BatchSettings settings;
    private final String requestId;
    private final List<Result> results = new ArrayList<>();
    private final Queue<UnderWay> underWay = new ArrayDeque<>();
    private long bytesUnderWay;
    /** Set by whoever learns of it first: Kafka's thread, or this one. */
    private volatile boolean unconfirmed;

    /**
     * Prepares one batch.
     *
     * @param intake begins to take a message in; throws what it refuses
     * @param requestId the request's, for the problems
     */
    public MessageBatch(
            Function<byte[], Parsed<JsonMessages.Line>> parser,
            Function<JsonMessages.Line, Begun> intake,
            BatchSettings settings,
            String requestId) {
        this.parser = parser;
        this.intake = intake;
        this.settings = settings;
        this.requestId = requestId;
    }

    /**
     * What came of a line.
     *
     * @param line from 1
     * @param status as it would be alone
     * @param receipt 202: its receipt
     * @param problem otherwise: why not
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Result(
            int line,
            int status,
            @Nullable Receipt receipt,
            @Nullable Problem problem) {}

    /** A line that was begun, or whose end is known already. */
    private sealed interface UnderWay {

        record Sent(int line, int bytes, Begun begun) implements UnderWay {}

        record Refused(int line, Refusal refusal) implements UnderWay {

            @Override
            public int bytes() {
                return 0;
            }
        }

        /** How much of it lies in memory until it is confirmed. */
        int bytes();
    }

    /** {@return what came of each line, in order; of the first that is one too many, that the rest was not read} */
    public List<Result> run(LineReader lines) throws IOException {
        int count = 0;
        for (var line = lines.next(); line != null && count <= settings.maxLines(); line = lines.next()) {
            count++;
            makeRoom(line);
            var next = count > settings.maxLines() ? tooMany(line) : begin(line);
            underWay.add(next);
            bytesUnderWay += next.bytes();
        }
        while (!underWay.isEmpty()) {
            settleFirst();
        }
        return List.copyOf(results);
    }

    private void makeRoom(LineReader.Line line) {
        var bytes = line.bytes();
        long most = settings.windowBytes() - (bytes == null ? 0L : bytes.length);
        while (!underWay.isEmpty() && (underWay.size() >= settings.window() || bytesUnderWay > most)) {
            settleFirst();
        }
    }

    private void settleFirst() {
        var first = underWay.remove();
        bytesUnderWay -= first.bytes();
        settle(first);
    }

    private UnderWay tooMany(LineReader.Line line) {
        return new UnderWay.Refused(
                line.number(),
                Refusal.of(
                        ProblemCode.TOO_MANY_LINES,
                        "A batch has up to " + settings.maxLines()
                                + " messages: this line and those after it were not read."));
    }

    private UnderWay begin(LineReader.Line line) {
        var bytes = line.bytes();
        if (bytes == null) {
            return new UnderWay.Refused(
                    line.number(),
                    Refusal.of(
                            ProblemCode.LINE_TOO_LARGE,
                            "A line may have up to " + settings.maxLineBytes() + " bytes."));
        }
        return switch (parser.apply(bytes)) {
            case Parsed.Invalid<JsonMessages.Line>(var refusal) -> new UnderWay.Refused(line.number(), refusal);
            case Parsed.Valid<JsonMessages.Line>(var message) -> begin(line.number(), bytes.length, message);
        };
    }

    private UnderWay begin(int line, int bytes, JsonMessages.Line message) {
        if (unconfirmed) {
            return new UnderWay.Refused(line, Refusal.of(ProblemCode.NOT_CONFIRMED));
        }
        try {
            var begun = intake.apply(message);
            var _ = begun.sending().thenAccept(end -> {
                if (!(end instanceof Sending.Confirmed)) {
                    unconfirmed = true;
                }
            });
            return new UnderWay.Sent(line, bytes, begun);
        } catch (RefusedException e) {
            // What must be repeated later must not be overtaken either.
            if (e.refusal().code().retryable()) {
                unconfirmed = true;
            }
            return new UnderWay.Refused(line, e.refusal());
        }
    }

    private void settle(UnderWay line) {
        switch (line) {
            case UnderWay.Refused(var number, var refusal) -> refuse(number, refusal);
            case UnderWay.Sent(var number, var _, var begun) -> {
                if (isConfirmed(begun)) {
                    results.add(new Result(number, 202, begun.receipt(), null));
                } else {
                    unconfirmed = true;
                    refuse(number, Refusal.of(ProblemCode.NOT_CONFIRMED));
                }
            }
        }
    }

    private void refuse(int line, Refusal refusal) {
        results.add(new Result(line, refusal.code().status(), null, Problem.of(refusal, requestId)));
    }

    private static boolean isConfirmed(Begun begun) {
        try {
            return begun.sending().get() instanceof Sending.Confirmed;
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing completes a sending with an exception", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
