package se.budkavle.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request to the API, as it is sent and as one would type it.
 *
 * @param method HTTP method
 * @param path with its query
 * @param agency who calls: the shell variable with its token; null: nobody in particular
 * @param contentType of the body; null: there is none
 * @param body what is sent; null: nothing
 */
record Call(
        String method,
        String path,
        @Nullable String agency,
        @Nullable String contentType,
        @Nullable Body body) {

    private static final int ONE_LINE = 100;

    /** What is sent. */
    sealed interface Body {

        /** A text, sent in UTF-8. */
        record Text(String text) implements Body {}

        /** The bytes of a file. */
        record Bytes(Path file) implements Body {}

        /** Bytes that are no text of ours, such as a part of a file. */
        @SuppressWarnings("ArrayRecordComponent") // compared by nobody
        record Part(byte[] bytes) implements Body {}
    }

    static Call get(String path) {
        return new Call("GET", path, null, null, null);
    }

    static Call post(String path) {
        return new Call("POST", path, null, null, null);
    }

    static Call put(String path) {
        return new Call("PUT", path, null, null, null);
    }

    static Call delete(String path) {
        return new Call("DELETE", path, null, null, null);
    }

    Call as(String variable) {
        return new Call(method, path, variable, contentType, body);
    }

    Call json(String json) {
        return new Call(method, path, agency, "application/json", new Body.Text(json));
    }

    Call file(String type, Path file) {
        return new Call(method, path, agency, type, new Body.Bytes(file));
    }

    Call part(String type, byte[] bytes) {
        return new Call(method, path, agency, type, new Body.Part(bytes));
    }

    /** The command that sends it, for a POSIX shell; on one line where that is readable. */
    String curl(String api) {
        var parts = new ArrayList<String>();
        // With data, curl posts; without, it gets.
        boolean implied = method.equals(body == null ? "GET" : "POST");
        parts.add("curl -s " + (implied ? "" : "-X " + method + " ") + quoteIfNeeded(api + path));
        if (agency != null) {
            parts.add("-H \"Authorization: Bearer $" + agency + "\"");
        }
        if (contentType != null) {
            parts.add("-H 'Content-Type: " + contentType + "'");
        }
        switch (body) {
            case Body.Text(String text) -> parts.add("-d " + quote(text));
            case Body.Bytes(Path file) -> parts.add("--data-binary " + quoteIfNeeded("@" + file));
            case Body.Part(byte[] bytes) -> parts.add("--data-binary @-");
            case null -> {
                // Nothing is sent.
            }
        }
        return lines(parts);
    }

    private static String lines(List<String> parts) {
        String line = String.join(" ", parts);
        return line.length() <= ONE_LINE ? line : String.join(" \\\n  ", parts);
    }

    private static String quoteIfNeeded(String text) {
        return text.matches("[A-Za-z0-9@%+=:,./_-]+") ? text : quote(text);
    }

    private static String quote(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
