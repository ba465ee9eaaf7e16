package se.budkavle.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        try (var progress = Progress.of("Import", "lines", Importer.countLines(file), isJson())) {
            return new Importer(api, token, file, progress::at).run(resume);
        }
    }
}
