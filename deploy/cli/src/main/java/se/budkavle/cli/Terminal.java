package se.budkavle.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.List;

/** Where the demo and the progress are shown; in colour if it is asked for. */
final class Terminal {

    private static final int MOST_LINES = 20;
    private static final int LONGEST_LINE = 160;

    private final PrintWriter out;
    private final boolean coloured;

    Terminal(PrintWriter out, boolean coloured) {
        this.out = out;
        this.coloured = coloured;
    }

    /** One that uses colours if standard output is a terminal whose user has nothing against it. */
    @SuppressWarnings("SystemConsoleNull") // it is null again since JDK 25, where there is no terminal
    static Terminal of(PrintWriter out) {
        Console console = System.console();
        boolean isTerminal = console != null && console.isTerminal();
        return new Terminal(out, isTerminal && System.getenv("NO_COLOR") == null);
    }

    void line(String text) {
        out.println(text);
        out.flush();
    }

    void heading(String text) {
        line("");
        line(style("1", text));
    }

    void done(String what, String detail) {
        line("  " + style("32", "✓") + " " + what + (detail.isEmpty() ? "" : style("2", "  " + detail)));
    }

    void failure(String text) {
        line(style("31", text));
    }

    /**
     * A step of the demo: what happens, what one would type, and what is answered.
     *
     * @param answer as it is shown
     */
    void step(int number, Transcript.Step step, String answer) {
        heading(number + ". " + step.title());
        step.command().lines().forEach(part -> line(style("36", part.startsWith(" ") ? "  " + part : "$ " + part)));
        if (step.status() != 0) {
            line(style("2", "HTTP " + step.status()));
        }
        shorten(answer);
    }

    private void shorten(String body) {
        if (body.isBlank()) {
            return;
        }
        List<String> lines = body.strip().lines().toList();
        int shown = lines.size() <= MOST_LINES + 1 ? lines.size() : MOST_LINES;
        lines.subList(0, shown)
                .forEach(line -> line(line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "…"));
        if (shown < lines.size()) {
            line(style("2", "… and " + (lines.size() - shown) + " more lines"));
        }
    }

    private String style(String code, String text) {
        return coloured ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
