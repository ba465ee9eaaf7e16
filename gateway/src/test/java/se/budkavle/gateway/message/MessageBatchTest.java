package se.budkavle.gateway.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import se.budkavle.gateway.json.LineReader;
import se.budkavle.gateway.kafka.Sending;
import se.budkavle.gateway.message.MessageBatch.Result;
import se.budkavle.gateway.message.MessageIntake.Begun;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;

class MessageBatchTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final BatchSettings SETTINGS = new BatchSettings(6, 400, 2, 500);

    private final List<String> begun = new ArrayList<>();

    private static String line(String key) {
        return """
                {"idempotencyKey": "%s", "recipients": ["a.b"], "type": "urn:x:y", "contentType": "text/plain", "contentText": "x"}""".formatted(key);
    }

    private List<Result> run(Function<String, Sending> intake, String... lines) throws IOException {
        var batch = new MessageBatch(
                line -> JsonMessages.parseLine(line, NOW),
                line -> {
                    begun.add(line.idempotencyKey());
                    return new Begun(receipt(line.idempotencyKey()), sending(intake.apply(line.idempotencyKey())));
                },
                SETTINGS,
                "r");
        var body = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        return batch.run(new LineReader(new ByteArrayInputStream(body), SETTINGS.maxLineBytes()));
    }

    /** What is not sent is known at once; confirmations come when they are waited for. */
    private static CompletableFuture<Sending> sending(Sending end) {
        return end instanceof Sending.NotSent ? CompletableFuture.completedFuture(end) : whenWaitedFor(end);
    }

    private static CompletableFuture<Sending> whenWaitedFor(Sending end) {
        return new CompletableFuture<>() {
            @Override
            public Sending get() throws InterruptedException, ExecutionException {
                complete(end);
                return super.get();
            }
        };
    }

    private static Receipt receipt(String key) {
        return new Receipt("id of " + key, null, "c", NOW, "", "", 1, List.of());
    }

    @Test
    void eachLineIsAnsweredInOrderAsIfItWereAlone() throws Exception {
        var results = run(
                key -> {
                    if (key.equals("conflict")) {
                        throw Refusal.of(ProblemCode.IDEMPOTENCY_CONFLICT).asException();
                    }
                    return new Sending.Confirmed();
                },
                line("one"),
                "{",
                "",
                line("conflict"),
                line("two").replace("urn:x:y", "no uri"),
                line("two"),
                line("x".repeat(400)));

        assertThat(results).extracting(Result::line).containsExactly(1, 2, 4, 5, 6, 7);
        assertThat(results).extracting(Result::status).containsExactly(202, 400, 409, 400, 202, 413);
        assertThat(results.getFirst().receipt().messageId()).isEqualTo("id of one");
        assertThat(results.getFirst().problem()).isNull();
        assertThat(results.get(1).problem().code()).isEqualTo("malformed-json");
        assertThat(results.get(3).problem().issues().getFirst().pointer()).isEqualTo("/type");
        assertThat(results.getLast().problem().code()).isEqualTo("line-too-large");
        assertThat(results.getLast().receipt()).isNull();
    }

    @Test
    void afterOneThatWasNotSentNoneIsBegun() throws Exception {
        var results = run(
                key -> key.equals("two") ? new Sending.NotSent() : new Sending.Confirmed(),
                line("one"),
                line("two"),
                line("three"));

        assertThat(results).extracting(Result::status).containsExactly(202, 503, 503);
        assertThat(results.getLast().problem().code()).isEqualTo("not-confirmed");
        assertThat(begun).containsExactly("one", "two");
    }

    @Test
    void whatMustBeRepeatedLaterIsNotOvertaken() throws Exception {
        var results = run(
                key -> {
                    if (key.equals("two")) {
                        throw Refusal.of(ProblemCode.TOO_MANY_BYTES).asException();
                    }
                    return new Sending.Confirmed();
                },
                line("one"),
                line("two"),
                line("three"));

        assertThat(results).extracting(Result::status).containsExactly(202, 429, 503);
        assertThat(begun).containsExactly("one", "two");
    }

    @Test
    void afterOneThatIsUncertainOnlyThoseOnTheirWayAreAccepted() throws Exception {
        var results = run(
                key -> key.equals("one") ? new Sending.Unconfirmed() : new Sending.Confirmed(),
                line("one"),
                line("two"),
                line("three"),
                line("four"));

        assertThat(results).extracting(Result::status).containsExactly(503, 202, 503, 503);
        assertThat(begun).containsExactly("one", "two");
    }

    @Test
    void whatIsKnownToBeUncertainIsNotOvertakenEvenWhereThereIsRoom() throws Exception {
        var first = new CompletableFuture<Sending>();
        var batch = new MessageBatch(
                line -> {
                    // While the second line is read, the first one fails.
                    if (!begun.isEmpty()) {
                        first.complete(new Sending.Unconfirmed());
                    }
                    return JsonMessages.parseLine(line, NOW);
                },
                line -> {
                    begun.add(line.idempotencyKey());
                    return new Begun(receipt(line.idempotencyKey()), first);
                },
                SETTINGS,
                "r");
        var body = String.join("\n", line("one"), line("two")).getBytes(StandardCharsets.UTF_8);

        var results = batch.run(new LineReader(new ByteArrayInputStream(body), SETTINGS.maxLineBytes()));

        assertThat(results).extracting(Result::status).containsExactly(503, 503);
        assertThat(begun).containsExactly("one");
    }

    @Test
    void noMoreBytesLieInMemoryThanMay() throws Exception {
        var waiting = new ArrayList<CompletableFuture<Sending>>();
        var underWay = new ArrayList<Integer>();
        var batch = new MessageBatch(
                line -> JsonMessages.parseLine(line, NOW),
                line -> {
                    // Who is waited for is confirmed by then; what is not is under way.
                    underWay.add((int)
                            waiting.stream().filter(each -> !each.isDone()).count());
                    var sending = whenWaitedFor(new Sending.Confirmed());
                    waiting.add(sending);
                    return new Begun(receipt(line.idempotencyKey()), sending);
                },
                SETTINGS,
                "r");
        // Fits alone, but not beside another one.
        var large = line("large").replace("\"x\"}", "\"" + "x".repeat(280) + "\"}");
        var body = String.join("\n", line("1"), line("2"), line("3"), large, line("4"), line("5"));

        var results = batch.run(new LineReader(
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), SETTINGS.maxLineBytes()));

        assertThat(large.length()).isBetween(SETTINGS.windowBytes() - line("1").length() + 1, SETTINGS.maxLineBytes());
        assertThat(results).extracting(Result::status).containsOnly(202);
        assertThat(underWay).containsExactly(0, 1, 1, 0, 0, 1);
    }

    @Test
    void whatIsTooManyIsNotReadAndToldSo() throws Exception {
        var results = run(
                key -> new Sending.Confirmed(),
                line("1"),
                line("2"),
                line("3"),
                line("4"),
                line("5"),
                line("6"),
                line("7"),
                line("8"));

        assertThat(results).extracting(Result::status).containsExactly(202, 202, 202, 202, 202, 202, 413);
        assertThat(results.getLast().problem().code()).isEqualTo("too-many-lines");
        assertThat(results.getLast().problem().detail()).contains("up to 6 messages");
        assertThat(begun).hasSize(6);
    }

    @Test
    void aKeyIsCheckedAsInTheHeader() throws Exception {
        var results = run(key -> new Sending.Confirmed(), line("a b"), line(""), line("å"));

        assertThat(results).extracting(Result::status).containsOnly(400);
        assertThat(results).allSatisfy(result -> assertThat(
                        result.problem().issues().getFirst().pointer())
                .isEqualTo("/idempotencyKey"));
    }
}
