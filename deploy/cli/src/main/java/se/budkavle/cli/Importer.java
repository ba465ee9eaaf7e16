package se.budkavle.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Imports a file of addresses in parts of a thousand lines, so that what was done is known again after any interruption:
 * the next line stands in {@code <file>.progress} after each part, bad lines in {@code <file>.bad}.
 */
final class Importer {

    private static final int PART = 1000;
    private static final int MOST_REPEATS = 5;
    private static final long PAUSE_MILLIS = 1_000;

    /** Every byte stays what it is: what is no UTF-8 is for the API to refuse, line by line. */
    private static final Charset BYTES = StandardCharsets.ISO_8859_1;

    private final Api api;
    private final String token;
    private final Path file;
    private final LongConsumer progress;
    private long lines;
    private long created;
    private long updated;
    private long unchanged;
    private long refused;

    /**
     * @param progress is told the last line that is done
     */
    Importer(Api api, String token, Path file, LongConsumer progress) {
        this.api = api;
        this.token = token;
        this.file = file;
        this.progress = progress;
    }

    /**
     * How many lines came to what, since the import was begun or resumed.
     *
     * @param anyBad whether there are bad lines, those before it was resumed included
     */
    record Tally(long lines, long created, long updated, long unchanged, long refused, boolean anyBad) {}

    /** Where bad lines are written. */
    static Path badLines(Path file) {
        return file.resolveSibling(file.getFileName() + ".bad");
    }

    private static Path progressOf(Path file) {
        return file.resolveSibling(file.getFileName() + ".progress");
    }

    /** How many lines a file has. */
    static long countLines(Path file) throws IOException {
        try (Stream<String> all = Files.lines(file, BYTES)) {
            return all.count();
        }
    }

    /**
     * Imports all of it, or what is left.
     *
     * @throws CommandFailure where it stops in the middle; what was done is remembered
     */
    Tally run(boolean resume) throws IOException {
        long done = resume ? done() : 0;
        OpenOption mode = resume ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
        try (BufferedReader reader = Files.newBufferedReader(file, BYTES);
                Writer bad = Files.newBufferedWriter(
                        badLines(file), StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode)) {
            for (long skipped = 0; skipped < done && reader.readLine() != null; skipped++) {
                // These were done before.
            }
            List<String> part = next(reader);
            while (!part.isEmpty()) {
                send(part, done, bad);
                done += part.size();
                part = next(reader);
            }
        }
        Files.deleteIfExists(progressOf(file));
        boolean anyBad = Files.size(badLines(file)) > 0;
        if (!anyBad) {
            Files.delete(badLines(file));
        }
        return new Tally(lines, created, updated, unchanged, refused, anyBad);
    }

    private long done() throws IOException {
        Path remembered = progressOf(file);
        if (!Files.exists(remembered)) {
            throw new CommandFailure(
                    CommandFailure.USAGE, "There is nothing to resume: " + remembered + " is not there.");
        }
        try {
            return Long.parseLong(Files.readString(remembered).strip());
        } catch (NumberFormatException e) {
            throw new CommandFailure(CommandFailure.USAGE, remembered + " does not say how far the import came.");
        }
    }

    private static List<String> next(BufferedReader reader) throws IOException {
        var part = new ArrayList<String>(PART);
        for (String line; part.size() < PART && (line = reader.readLine()) != null; ) {
            part.add(line);
        }
        return part;
    }

    /** Sends a part, and again from where it was not confirmed. */
    private void send(List<String> part, long before, Writer bad) throws IOException {
        int from = 0;
        for (int attempt = 0; from < part.size(); attempt++) {
            if (attempt > 0) {
                pause(attempt, before + from);
            }
            JsonNode report = report(part.subList(from, part.size()));
            note(report, part.subList(from, part.size()), before + from, bad);
            int next = from
                    + (report.hasNonNull("resumeAt") ? report.path("resumeAt").asInt() - 1 : part.size() - from);
            // What went on is not the same fault again.
            attempt = next > from ? 0 : attempt;
            from = next;
            bad.flush();
            Files.writeString(progressOf(file), Long.toString(before + from));
            progress.accept(before + from);
        }
    }

    private JsonNode report(List<String> part) {
        byte[] body = String.join("\n", part).getBytes(BYTES);
        return api.expect(Call.post(AddressesCommand.PATH + "/import").part(Api.NDJSON, body), token)
                .json();
    }

    private void note(JsonNode report, List<String> part, long before, Writer bad) throws IOException {
        lines += report.path("lines").asLong();
        created += report.path("created").asLong();
        updated += report.path("updated").asLong();
        unchanged += report.path("unchanged").asLong();
        refused += report.path("refused").asLong();
        var problems = new TreeMap<Integer, ObjectNode>();
        for (JsonNode problem : report.path("problems")) {
            int line = problem.path("line").asInt();
            ObjectNode entry = problems.computeIfAbsent(line, each -> badLine(before + each, part.get(each - 1)));
            entry.withArray("problems")
                    .addObject()
                    .put("code", problem.path("code").asText())
                    .put("pointer", problem.path("pointer").asText(null))
                    .put("detail", problem.path("detail").asText());
        }
        for (ObjectNode problem : problems.values()) {
            bad.write(problem + "\n");
        }
        if (report.path("moreProblems").asBoolean()) {
            bad.write(Api.JSON
                            .createObjectNode()
                            .put("line", before + problems.lastKey())
                            .put(
                                    "more",
                                    "Further bad lines, up to line " + (before + part.size()) + ", are not listed.")
                    + "\n");
        }
    }

    private static ObjectNode badLine(long number, String bytes) {
        var text = new String(bytes.getBytes(BYTES), StandardCharsets.UTF_8);
        return Api.JSON.createObjectNode().put("line", number).put("text", text);
    }

    private static void pause(int attempt, long line) {
        if (attempt > MOST_REPEATS) {
            throw new CommandFailure(
                    CommandFailure.FAILED,
                    "Nothing is confirmed from line %d on. Go on later with --resume.".formatted(line + 1));
        }
        try {
            Thread.sleep(PAUSE_MILLIS * attempt);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(CommandFailure.FAILED, "Interrupted. Go on with --resume.");
        }
    }
}
