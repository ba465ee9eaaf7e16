package se.budkavle.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Spec;

/** A command that asks the API something and shows the answer. */
abstract class ApiCommand implements Callable<Integer> {

    @Mixin
    private ApiOptions options;

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public final Integer call() {
        try (Api api = options.api()) {
            run(api, options.token(api, scope()));
            return 0;
        }
    }

    /** Does what the command is for. */
    abstract void run(Api api, String token);

    /** What a token of the local system is asked for; null: all that an agency needs. */
    @Nullable String scope() {
        return null;
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Shows a page of items as a table of those fields, or all of it as JSON. */
    void showItems(JsonNode page, String... fields) {
        if (options.isJson()) {
            out().println(JsonText.pretty(page));
            return;
        }
        var table = new Table(fields);
        page.path("items").forEach(table::add);
        out().print(table.render());
        out().flush();
    }

    /** The same, and how to go on where there are more. */
    void showPage(JsonNode page, String... fields) {
        showItems(page, fields);
        if (page.path("next").isTextual()) {
            say("There are more: --after " + page.path("next").asText());
        }
    }

    /** Shows one thing as lines of those fields, or all of it as JSON. */
    void showOne(JsonNode thing, String... fields) {
        if (options.isJson()) {
            out().println(JsonText.pretty(thing));
            return;
        }
        for (String field : fields) {
            out().println("%-16s %s".formatted(field, Table.cell(thing.path(field))));
        }
    }

    /** Says something that is not part of a JSON answer. */
    void say(String words) {
        if (!options.isJson()) {
            out().println(words);
        }
    }

    boolean isJson() {
        return options.isJson();
    }

    CommandLine commandLine() {
        return spec.commandLine();
    }
}
