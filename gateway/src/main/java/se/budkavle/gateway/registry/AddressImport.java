package se.budkavle.gateway.registry;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.json.LineReader;
import se.budkavle.gateway.kafka.Decisions;
import se.budkavle.gateway.problem.Parsed;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.schemas.avro.CommandResult;

/**
 * Imports entries line by line, with a bounded number of decisions under way, so that neither memory nor time depends on
 * how long the body is. A bad line is told and the rest goes on; where a decision is not confirmed it stops, and says from
 * which line to repeat. Decisions are settled in the order of the lines.
 */
public final class AddressImport {

    private static final int MOST_PROBLEMS = 1000;

    private final Function<byte[], Parsed<AddressRequests.Line>> parser;
    private final Function<AddressRequests.Line, ? extends Future<Optional<CommandResult>>> owner;
    private final int window;
    private final List<BadLine> problems = new ArrayList<>();
    private int lines;
    private int created;
    private int updated;
    private int unchanged;
    private int refused;
    private boolean moreProblems;
    private @Nullable Integer resumeAt;

    /**
     * Prepares one import.
     *
     * @param owner begins to ask the owner of an address, and does not wait
     * @param window most decisions under way
     */
    public AddressImport(
            Function<byte[], Parsed<AddressRequests.Line>> parser,
            Function<AddressRequests.Line, ? extends Future<Optional<CommandResult>>> owner,
            int window) {
        this.parser = parser;
        this.owner = owner;
        this.window = window;
    }

    /**
     * How an import went.
     *
     * @param lines lines that were decided
     * @param created entries that are new
     * @param updated entries that changed
     * @param unchanged entries that are so already
     * @param refused lines that were refused
     * @param problems why, in order, up to 1000
     * @param moreProblems whether there were more
     * @param resumeAt the line from which to repeat, as it was not confirmed; null: all is decided
     */
    public record Report(
            int lines,
            int created,
            int updated,
            int unchanged,
            int refused,
            List<BadLine> problems,
            boolean moreProblems,
            @Nullable Integer resumeAt) {}

    /**
     * One fault of a line.
     *
     * @param line from 1
     * @param status as PUT would have answered
     * @param code of the fault
     * @param pointer to the field, if it is about one
     * @param detail one sentence
     */
    public record BadLine(
            int line, int status, String code, @Nullable String pointer, String detail) {}

    /** A line on its way to its decision; one that says nothing that could be asked has its refusal already. */
    private sealed interface UnderWay {

        record Asked(int line, Future<Optional<CommandResult>> decision) implements UnderWay {}

        record Bad(int line, Refusal refusal) implements UnderWay {}
    }

    /** Imports what the lines say. */
    public Report run(LineReader reader, int longestLine) throws IOException {
        Queue<UnderWay> underWay = new ArrayDeque<>(window);
        for (var line = reader.next(); line != null; line = resumeAt == null ? reader.next() : null) {
            underWay.add(begin(line, longestLine));
            if (underWay.size() == window) {
                settle(underWay.remove());
            }
        }
        while (resumeAt == null && !underWay.isEmpty()) {
            settle(underWay.remove());
        }
        return new Report(lines, created, updated, unchanged, refused, List.copyOf(problems), moreProblems, resumeAt);
    }

    private UnderWay begin(LineReader.Line line, int longestLine) {
        var bytes = line.bytes();
        if (bytes == null) {
            return new UnderWay.Bad(
                    line.number(),
                    Refusal.of(ProblemCode.LINE_TOO_LARGE, "A line may have up to " + longestLine + " bytes."));
        }
        return switch (parser.apply(bytes)) {
            case Parsed.Invalid<AddressRequests.Line>(var refusal) -> new UnderWay.Bad(line.number(), refusal);
            case Parsed.Valid<AddressRequests.Line>(var asked) -> new UnderWay.Asked(line.number(), owner.apply(asked));
        };
    }

    private void settle(UnderWay line) {
        switch (line) {
            case UnderWay.Bad(var number, var refusal) -> refuse(number, refusal);
            case UnderWay.Asked(var number, var decision) -> settle(number, decided(decision));
        }
    }

    private void settle(int line, Optional<CommandResult> decision) {
        var refusal = Decisions.refusal(decision);
        if (refusal == null) {
            lines++;
            switch (decision.orElseThrow().getOutcome()) {
                case CREATED -> created++;
                case UNCHANGED -> unchanged++;
                default -> updated++;
            }
        } else if (refusal.code() == ProblemCode.NOT_CONFIRMED) {
            resumeAt = line;
        } else {
            refuse(line, refusal);
        }
    }

    private static Optional<CommandResult> decided(Future<Optional<CommandResult>> decision) {
        try {
            return decision.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing completes a decision with an exception", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private void refuse(int line, Refusal refusal) {
        lines++;
        refused++;
        var code = refusal.code();
        if (refusal.issues().isEmpty()) {
            note(new BadLine(line, code.status(), code.code(), null, refusal.detail()));
        }
        refusal.issues()
                .forEach(
                        issue -> note(new BadLine(line, code.status(), issue.code(), issue.pointer(), issue.detail())));
    }

    private void note(BadLine problem) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(problem);
        } else {
            moreProblems = true;
        }
    }
}
