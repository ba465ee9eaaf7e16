package se.budkavle.gateway.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import se.budkavle.gateway.json.LineReader;
import se.budkavle.gateway.registry.AddressImport.BadLine;
import se.budkavle.gateway.registry.AddressImport.Report;
import se.budkavle.schemas.avro.CommandOutcome;
import se.budkavle.schemas.avro.CommandResult;

class AddressImportTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final int LONGEST = 200;
    private static final int WINDOW = 4;

    private final List<AddressRequests.Line> asked = new ArrayList<>();

    private Report run(InputStream body, Function<AddressRequests.Line, Future<Optional<CommandResult>>> owner)
            throws IOException {
        return new AddressImport(
                        line -> AddressRequests.parseLine(line, "0203:a.se", NOW),
                        line -> {
                            asked.add(line);
                            return owner.apply(line);
                        },
                        WINDOW)
                .run(new LineReader(body, LONGEST), LONGEST);
    }

    private static InputStream body(String... lines) {
        return new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    private static Future<Optional<CommandResult>> decided(CommandOutcome outcome, String code) {
        return CompletableFuture.completedFuture(Optional.of(CommandResult.newBuilder()
                .setCommandId("c")
                .setOutcome(outcome)
                .setCode(code)
                .setEntityId("e")
                .setAt(NOW)
                .build()));
    }

    @Test
    void eachDecisionIsCounted() throws Exception {
        var report = run(
                body(
                        "{\"address\": \"new.0203:a.se\"}",
                        "{\"address\": \"changed.0203:a.se\", \"ifVersion\": 3}",
                        "",
                        "{\"address\": \"same.0203:a.se\"}",
                        "{\"address\": \"other.0203:b.se\"}"),
                line -> switch (line.entry().getAddress()) {
                    case "new.0203:a.se" -> decided(CommandOutcome.CREATED, null);
                    case "changed.0203:a.se" -> decided(CommandOutcome.DONE, null);
                    case "same.0203:a.se" -> decided(CommandOutcome.UNCHANGED, "older-source-version");
                    default -> decided(CommandOutcome.FORBIDDEN, "address-not-claimable");
                });

        assertThat(report)
                .isEqualTo(new Report(
                        4,
                        1,
                        1,
                        1,
                        1,
                        List.of(
                                new BadLine(
                                        5,
                                        403,
                                        "address-not-claimable",
                                        null,
                                        "An address that names an organisation is that organisation's; others are made by operators.")),
                        false,
                        null));
        assertThat(asked.get(1).condition()).isEqualTo(new Precondition(3L, false));
    }

    @Test
    void aBadLineIsToldByEachFaultAndTheRestGoesOn() throws Exception {
        var report = run(
                body(
                        "{",
                        "[]",
                        "{\"kind\": \"ANIMAL\"}",
                        "{\"address\": \"a..b\"}",
                        "{\"address\": \"a.b\", \"displayName\": \"" + "x".repeat(LONGEST) + "\"}",
                        "{\"address\": \"a.b\", \"ifVersion\": \"3\"}",
                        "{\"address\": \"a.b\", \"secret\": 1}",
                        "{\"address\": \"person:191212121212\", \"kind\": \"PERSON\"}",
                        "{\"address\": \"good.0203:a.se\"}"),
                line -> decided(CommandOutcome.CREATED, null));

        assertThat(report.problems())
                .extracting(BadLine::line, BadLine::status, BadLine::code, BadLine::pointer)
                .containsExactly(
                        tuple(1, 400, "malformed-json", ""),
                        tuple(2, 400, "wrong-type", ""),
                        tuple(3, 400, "missing", "/address"),
                        tuple(3, 400, "not-in-list", "/kind"),
                        tuple(4, 400, "invalid-address", "/address"),
                        tuple(5, 413, "line-too-large", null),
                        tuple(6, 400, "wrong-type", "/ifVersion"),
                        tuple(7, 400, "unknown-field", "/secret"),
                        tuple(8, 400, "invalid-person", "/address"));
        assertThat(report.lines()).isEqualTo(9);
        assertThat(report.refused()).isEqualTo(8);
        assertThat(report.created()).isEqualTo(1);
        assertThat(report.toString()).doesNotContain("191212121212");
    }

    @Test
    void whereNothingIsConfirmedItSaysFromWhereToRepeat() throws Exception {
        var report = run(
                body(
                        "{\"address\": \"a1.0203:a.se\"}",
                        "{",
                        "{\"address\": \"a3.0203:a.se\"}",
                        "{",
                        "{\"address\": \"a5.0203:a.se\"}"),
                line -> line.entry().getAddress().startsWith("a3")
                        ? CompletableFuture.completedFuture(Optional.empty())
                        : decided(CommandOutcome.CREATED, null));

        assertThat(report.resumeAt()).isEqualTo(3);
        assertThat(report.lines()).isEqualTo(2);
        // What lies behind is told when it is repeated.
        assertThat(report.problems()).extracting(BadLine::line).containsExactly(2);
    }

    @Test
    void noMoreWaitThanTheWindowHoweverLongTheBody() throws Exception {
        int lines = 100_000;
        var waiting = new ArrayDeque<FutureTask<Optional<CommandResult>>>();

        var report = run(generated(lines), line -> {
            // The oldest is decided only when no more may wait: what is asked for runs as far ahead as it can.
            if (waiting.size() == WINDOW) {
                throw new IllegalStateException("more than the window");
            }
            var task =
                    new FutureTask<Optional<CommandResult>>(() -> {
                        waiting.remove();
                        return decided(CommandOutcome.CREATED, null).get();
                    }) {
                        @Override
                        public Optional<CommandResult> get()
                                throws InterruptedException, java.util.concurrent.ExecutionException {
                            run();
                            return super.get();
                        }
                    };
            waiting.add(task);
            asked.clear();
            return task;
        });

        assertThat(report.created()).isEqualTo(lines);
        assertThat(waiting).isEmpty();
    }

    @Test
    void problemsAreToldUpToABound() throws Exception {
        var report = run(
                body(java.util.Collections.nCopies(1500, "{").toArray(String[]::new)),
                line -> decided(CommandOutcome.CREATED, null));

        assertThat(report.refused()).isEqualTo(1500);
        assertThat(report.problems()).hasSize(1000);
        assertThat(report.moreProblems()).isTrue();
    }

    /** That many lines, made while they are read. */
    private static InputStream generated(int lines) {
        return new InputStream() {
            private int next;
            private byte[] line = {};
            private int position;

            @Override
            public int read() {
                var one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0];
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                if (position == line.length) {
                    if (next == lines) {
                        return -1;
                    }
                    line = ("{\"address\": \"a" + next++ + ".0203:a.se\", \"displayName\": \"Name\"}\n")
                            .getBytes(StandardCharsets.UTF_8);
                    position = 0;
                }
                int part = Math.min(length, line.length - position);
                System.arraycopy(line, position, target, offset, part);
                position += part;
                return part;
            }
        };
    }
}
