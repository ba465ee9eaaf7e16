package se.budkavle.benchmarks.worker;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import se.budkavle.chaos.cluster.JavaCommand;

/** A process of its own that sends, receives or does the bare thing; told what to do over its standard input. */
public final class Worker implements AutoCloseable {

    private final String name;
    private final Process process;
    private final BufferedWriter tasks;
    private final BufferedReader answers;

    private Worker(String name, Process process) {
        this.name = name;
        this.process = process;
        tasks = new BufferedWriter(process.outputWriter(StandardCharsets.UTF_8));
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Starts one.
     *
     * @param directory where its log goes
     */
    public static Worker start(String name, Path directory, List<String> jvmOptions) {
        try {
            Files.createDirectories(directory);
            var command =
                    new JavaCommand(WorkerMain.class.getName(), List.of(), jvmOptions, JavaCommand.ownClassPath());
            Path log = directory.resolve(name + ".log");
            return new Worker(
                    name,
                    command.readingInput(directory)
                            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException("worker " + name + " could not be started", e);
        }
    }

    /** Has a task done, and waits for what comes of it. */
    public Outcome run(Task task) {
        try {
            tasks.write(WorkerMain.JSON.writerFor(Task.class).writeValueAsString(task));
            tasks.newLine();
            tasks.flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new IllegalStateException("worker " + name + " has ended");
            }
            if (answer.startsWith(WorkerMain.FAILED)) {
                throw new IllegalStateException("worker " + name + ": " + answer.substring(1));
            }
            return WorkerMain.JSON.readValue(answer, Outcome.class);
        } catch (IOException e) {
            throw new UncheckedIOException("worker " + name + " cannot be reached", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
