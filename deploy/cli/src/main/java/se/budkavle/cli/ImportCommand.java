package se.budkavle.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code budkavle addresses import}. */
@Command(
        name = "import",
        description = {
            "Writes entries from a file, one JSON object a line, with its address; as many as there are.",
            "A bad line is written to FILE.bad with the reason, and the rest goes on; exit code 1 if there was any.",
            "FILE.progress remembers how far it came: --resume goes on there. Repeating is harmless."
        },
        mixinStandardHelpOptions = true)
final class ImportCommand extends ApiCommand {

    /** Said, so that nothing asks the terminal through native code. */
    private static final int BAR_WIDTH = 100;

    @Parameters(paramLabel = "FILE", description = "The entries (NDJSON).")
    private Path file;

    @Option(names = "--resume", description = "Goes on where the last import of this file stopped.")
    private boolean resume;

    @Option(
            names = "--operator",
            description = "As an operator: entries of any organisation (local system, with --as).")
    private boolean operator;

    @Override
    @Nullable String scope() {
        return operator ? "operator:write" : null;
    }

    @Override
    void run(Api api, String token) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new CommandFailure(CommandFailure.FAILED, "The file cannot be read: " + file);
        }
        try {
            Importer.Tally tally = imported(api, token);
            showOne(Api.JSON.valueToTree(tally), "lines", "created", "updated", "unchanged", "refused");
            if (tally.anyBad()) {
                throw new CommandFailure(
                        CommandFailure.FAILED, "Some lines were refused: see " + Importer.badLines(file) + ".");
            }
        } catch (IOException e) {
            throw new CommandFailure(CommandFailure.FAILED, "Beside " + file + " nothing can be read or written.");
        }
    }

    private Importer.Tally imported(Api api, String token) throws IOException {
        try (ProgressBar bar = progressBar()) {
            return new Importer(api, token, file, line -> {
                        if (bar != null) {
                            bar.stepTo(line);
                        }
                    })
                    .run(resume);
        }
    }

    /** Null where nobody looks. */
    @SuppressWarnings("SystemConsoleNull") // it is null again since JDK 25, where there is no terminal
    private @Nullable ProgressBar progressBar() throws IOException {
        var console = System.console();
        if (console == null || !console.isTerminal() || isJson()) {
            return null;
        }
        return new ProgressBarBuilder()
                .setTaskName("Import")
                .setUnit(" lines", 1)
                .setInitialMax(Importer.countLines(file))
                .showSpeed()
                .setConsumer(new ConsoleProgressBarConsumer(System.err, BAR_WIDTH))
                .build();
    }
}
