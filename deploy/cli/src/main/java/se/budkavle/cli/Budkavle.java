package se.budkavle.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The command line. */
@Command(
        name = "budkavle",
        description = "Messages between agencies: starts the system here, and talks to one anywhere.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:done", "1:refused or failed", "2:wrong use of a command", "3:nothing answers at the address"
        },
        subcommands = {
            UpCommand.class,
            TokenCommand.class,
            SendCommand.class,
            InboxCommand.class,
            ContentCommand.class,
            AckCommand.class,
            NewKeyCommand.class,
            TraceCommand.class,
            VerifyCommand.class,
            CancelCommand.class,
            AddressesCommand.class,
            PublishCommand.class,
            EventTypesCommand.class,
            BalanceCommand.class,
            OrganisationsCommand.class,
            AuditCommand.class,
            DoctorCommand.class,
            TakeoverCommand.class,
            SearchCommand.class,
            SubscribeCommand.class,
            ListenCommand.class,
            SubscriptionsCommand.class,
            DeadLettersCommand.class,
            ReplayCommand.class,
            DiscardCommand.class,
            CompletionCommand.class
        })
public final class Budkavle implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** Runs one command and ends with its exit code. */
    public static void main(String[] arguments) {
        Charset charset = System.out.charset();
        int exitCode =
                run(new PrintWriter(System.out, true, charset), new PrintWriter(System.err, true, charset), arguments);
        System.exit(exitCode);
    }

    /**
     * Runs one command.
     *
     * @param out for what was asked
     * @param err for what went wrong
     * @return 0 done, 1 refused or failed, 2 wrong use, 3 nothing answers
     */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new Budkavle())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Budkavle::explain)
                .execute(arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing.");
    }

    private static int explain(Exception e, CommandLine commandLine, CommandLine.ParseResult arguments) {
        if (e instanceof CommandFailure failure) {
            commandLine.getErr().println(failure.getMessage());
            return failure.exitCode();
        }
        commandLine.getErr().println("Something went wrong here, which is a fault of this program: " + e);
        return CommandFailure.FAILED;
    }
}
