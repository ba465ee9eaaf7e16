package se.budkavle.benchmarks.worker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A worker's process: reads a task a line, does it, answers with a line. Ends when its input does. */
public final class WorkerMain {

    static final ObjectMapper JSON = JsonMapper.builder()
            // A task may need to be told nothing.
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .build();

    /** What is written before the reason when a task failed. */
    static final String FAILED = "!";

    private WorkerMain() {}

    /** Runs until standard input ends. */
    public static void main(String[] arguments) throws IOException {
        PrintStream answers = System.out;
        // Whatever a library prints must not be taken for an answer.
        System.setOut(System.err);
        var tasks = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Site site = new Site()) {
            for (String line = tasks.readLine(); line != null; line = tasks.readLine()) {
                answers.println(answer(line, site));
                answers.flush();
            }
        }
        Runtime.getRuntime().halt(0);
    }

    private static String answer(String line, Site site) throws IOException {
        try {
            return JSON.writeValueAsString(JSON.readValue(line, Task.class).run(site));
        } catch (Exception e) {
            e.printStackTrace(System.err);
            return FAILED + JSON.writeValueAsString(e.toString());
        }
    }
}
