package se.budkavle.supplychain;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code deploy/supply-chain/check}. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description =
                "Looks up the libraries of a bill of materials in a copy of a database of known faults. Asks no network.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:no library has a known fault, or somebody decided to live with each of them",
            "1:a library has a known fault",
            "2:nothing can be said: a file cannot be read, or the database is too old"
        })
public final class SupplyChain implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "BOM", description = "CycloneDX in JSON; each build makes target/bom.json.")
    private Path bom;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "DATABASE",
            description = "Zip files of records of the OSV schema, as osv.dev publishes them, or folders of them.")
    private List<Path> database;

    @Option(
            names = "--exceptions",
            paramLabel = "FILE",
            description = "Faults to live with for a time: a JSON list of {\"id\", \"reason\", \"until\"}.")
    private @Nullable Path exceptions;

    @Option(
            names = "--max-age",
            paramLabel = "DAYS",
            defaultValue = "14",
            description = "How old the newest record may be. Default: ${DEFAULT-VALUE}.")
    private int maxAge;

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    private final Clock clock;

    SupplyChain(Clock clock) {
        this.clock = clock;
    }

    /** Ends with the exit code. */
    public static void main(String[] args) {
        System.exit(commandLine(Clock.systemUTC()).execute(args));
    }

    static CommandLine commandLine(Clock clock) {
        return new CommandLine(new SupplyChain(clock))
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (failure instanceof CannotJudge) {
                        command.getErr().println("check: " + failure.getMessage());
                        return CommandLine.ExitCode.USAGE;
                    }
                    throw failure;
                })
                // Whatever went wrong: 1 would say that a fault was found.
                .setExitCodeExceptionMapper(failure -> CommandLine.ExitCode.USAGE);
    }

    @Override
    public Integer call() {
        if (maxAge < 0) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--max-age must not be negative.");
        }
        var known = exceptions == null ? Exceptions.NONE : Exceptions.read(exceptions);
        var result = new Examination(clock.instant(), Duration.ofDays(maxAge), known)
                .examine(Materials.read(bom), new Database(database));
        var out = spec.commandLine().getOut();
        out.print(json ? Report.json(result) : Report.text(result));
        out.flush();
        return result.fails() ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
    }
}
