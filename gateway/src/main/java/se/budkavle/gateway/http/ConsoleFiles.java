package se.budkavle.gateway.http;

import io.micronaut.context.annotation.Property;
import io.micronaut.http.MediaType;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The console's files: a closed list, read once. */
@Singleton
final class ConsoleFiles {

    /** Where they lie. */
    static final String DIRECTORY = "gateway/console/";

    /** All of them but the page itself. */
    static final List<String> NAMES = List.of(
            "api.js",
            "context.js",
            "dom.js",
            "format.js",
            "frame.js",
            "i18n.js",
            "icon.svg",
            "main.js",
            "pages.js",
            "parts/ask.js",
            "parts/brake.js",
            "parts/chart.js",
            "parts/facts.js",
            "parts/filters.js",
            "parts/language.js",
            "parts/more.js",
            "parts/pill.js",
            "parts/problem.js",
            "parts/section.js",
            "parts/table.js",
            "router.js",
            "scale.js",
            "session.js",
            "style/base.css",
            "style/frame.css",
            "style/pages.css",
            "style/parts.css",
            "text/en.js",
            "text/sv.js",
            "views/address.js",
            "views/audit.js",
            "views/begin-job.js",
            "views/dead-letter.js",
            "views/dead-letters.js",
            "views/jobs.js",
            "views/message.js",
            "views/messages.js",
            "views/organisation.js",
            "views/organisations.js",
            "views/overview.js",
            "views/reasons.js",
            "views/selection.js",
            "views/sign-in.js",
            "views/subscription.js",
            "views/subscriptions.js",
            "views/trouble.js");

    private static final String PAGE = "index.html";

    /**
     * A file as it is sent.
     *
     * @param type its media type
     * @param text what is in it
     * @param etag what tells this version from others, in quotation marks
     */
    record File(MediaType type, String text, String etag) {}

    private final Map<String, File> files =
            NAMES.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), ConsoleFiles::read));
    private final File swedish;
    private final File english;

    /** @param tokenUrl local mode: where the page gets itself a token; else empty */
    ConsoleFiles(@Property(name = "budkavle.gateway.console.token-url", defaultValue = "") String tokenUrl) {
        swedish = page("sv", tokenUrl);
        english = page("en", tokenUrl);
    }

    /** {@return the page in a language, Swedish or English} */
    File page(boolean inSwedish) {
        return inSwedish ? swedish : english;
    }

    /** {@return the file of that name, if it is one of the console's} */
    Optional<File> get(String name) {
        return Optional.ofNullable(files.get(name));
    }

    private static File page(String language, String tokenUrl) {
        return file(
                PAGE,
                resource(PAGE)
                        .replace("@language@", language)
                        .replace("@tokenUrl@", tokenUrl.replaceAll("[\"<>&]", "")));
    }

    private static File read(String name) {
        return file(name, resource(name));
    }

    private static File file(String name, String text) {
        return new File(type(name), text, '"' + digest(text) + '"');
    }

    private static MediaType type(String name) {
        var extension = name.substring(name.lastIndexOf('.') + 1);
        return MediaType.of(
                switch (extension) {
                    case "html" -> "text/html;charset=utf-8";
                    case "css" -> "text/css;charset=utf-8";
                    case "svg" -> "image/svg+xml";
                    case "js" -> "text/javascript;charset=utf-8";
                    default -> throw new IllegalStateException("no media type for " + name);
                });
    }

    private static String digest(String text) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash).substring(0, 22);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String resource(String name) {
        try (var in = ConsoleFiles.class.getClassLoader().getResourceAsStream(DIRECTORY + name)) {
            if (in == null) {
                throw new IllegalStateException("the console lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
