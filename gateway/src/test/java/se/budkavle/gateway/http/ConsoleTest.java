package se.budkavle.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.gateway.http.TestGateway.problem;
import static se.budkavle.gateway.http.TestGateway.send;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the console is served: to everyone, from a closed list, with nothing inline and nothing from elsewhere. */
class ConsoleTest {

    private static final Path SOURCES = Path.of("src/main/resources", ConsoleFiles.DIRECTORY);
    private static final Pattern IMPORT = Pattern.compile("(?:from |import\\()'([^']+)'");

    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = new TestGateway(Map.of("budkavle.gateway.console.token-url", "/dev/token"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void thePageComesWithoutATokenAndIsWellGuarded() throws Exception {
        var answer = send(gateway.request("/console"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'self';")
                .contains("frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'")
                .doesNotContain("unsafe", "http:", "https:", "*");
        assertThat(answer.body()).contains("data-token-url=\"/dev/token\"").doesNotContain("@tokenUrl@", "@language@");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    sv-SE,sv;q=0.9,en;q=0.8 | sv
                    en-GB,en;q=0.9,sv;q=0.8 | en
                    de,sv;q=0.5             | sv
                    de                      | en
                    *;q=                    | en
                    """)
    void thePageSpeaksTheLanguageThatIsPreferred(String accepted, String language) throws Exception {
        var answer = send(gateway.request("/console").header("Accept-Language", accepted));

        assertThat(answer.body()).contains("<html lang=\"" + language + "\">");
        assertThat(answer.headers().firstValue("Vary").orElseThrow()).contains("Accept-Language");
    }

    @ParameterizedTest
    @FieldSource("se.budkavle.gateway.http.ConsoleFiles#NAMES")
    void everyFileIsSentOnceAndThenKnown(String name) throws Exception {
        var answer = send(gateway.request("/console/" + name));
        var etag = answer.headers().firstValue("ETag").orElseThrow();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                .matches("text/(css|javascript);charset=utf-8|image/svg\\+xml");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(send(gateway.request("/console/" + name).header("If-None-Match", etag))
                        .statusCode())
                .isEqualTo(304);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "index.html",
                "nothing.js",
                "../application.yml",
                "views",
                "style/../main.js",
                "%2e%2e/docs/init.js"
            })
    void nothingElseIsThere(String name) throws Exception {
        problem(send(gateway.request("/console/" + name)), 404, "not-found");
    }

    @Test
    void theListIsWhatLiesThere() throws IOException {
        try (var files = Files.walk(SOURCES)) {
            var names = files.filter(Files::isRegularFile)
                    .map(file -> SOURCES.relativize(file).toString())
                    .filter(name -> !name.equals("index.html"))
                    .toList();

            assertThat(ConsoleFiles.NAMES).containsExactlyInAnyOrderElementsOf(names);
        }
    }

    @Test
    void everyModuleImportsWhatIsThere() throws IOException {
        for (var name : ConsoleFiles.NAMES) {
            if (name.endsWith(".js")) {
                for (var imported : importedBy(name)) {
                    assertThat(SOURCES.resolve(name).getParent().resolve(imported))
                            .as("import of %s", name)
                            .exists();
                }
            }
        }
    }

    @Test
    void nothingIsInlineAndNothingTurnsTextIntoMarkup() throws IOException {
        assertThat(Files.readString(SOURCES.resolve("index.html")))
                .doesNotContain("<style", "style=", "onclick", "onload")
                .doesNotContainPattern("<script(?![^>]* src=)")
                .doesNotContain("http://", "https://");
        for (var name : ConsoleFiles.NAMES) {
            assertThat(Files.readString(SOURCES.resolve(name)))
                    .as(name)
                    .doesNotContain(
                            "innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", "https://", "localStorage.token");
        }
    }

    private static List<String> importedBy(String name) throws IOException {
        return IMPORT.matcher(Files.readString(SOURCES.resolve(name)))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
