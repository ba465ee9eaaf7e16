package se.budkavle.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Completes commands and options in a shell. */
@Command(
        name = "completion",
        description = "Prints a script that completes commands in bash and zsh: source <(budkavle completion)",
        mixinStandardHelpOptions = true)
final class CompletionCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        CommandSpec root = spec.root();
        spec.commandLine().getOut().println(AutoComplete.bash(root.name(), root.commandLine()));
    }
}
