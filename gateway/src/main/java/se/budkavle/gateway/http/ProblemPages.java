package se.budkavle.gateway.http;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.Arrays;
import java.util.stream.Collectors;
import se.budkavle.gateway.problem.ProblemCode;

/** Explains every problem to people. All text is ours, so nothing needs escaping but what stands here. */
@Hidden
@Controller("/docs/problems")
final class ProblemPages {

    /** All problems. */
    @Get
    @Produces(MediaType.TEXT_HTML)
    String all() {
        return page(
                "Problems",
                Arrays.stream(ProblemCode.values())
                        .map(code -> "<li>%d <a href=\"/docs/problems/%s\"><code>%s</code></a>: %s</li>"
                                .formatted(code.status(), code.code(), code.code(), code.title()))
                        .collect(Collectors.joining("\n", "<ul>\n", "\n</ul>")));
    }

    /** One problem. */
    @Get("/{code}")
    @Produces(MediaType.TEXT_HTML)
    HttpResponse<String> one(String code) {
        var problem = ProblemCode.of(code).orElseThrow(Paths::notFound);
        return HttpResponse.ok(page(problem.title(), """
                <p>Code <code>%s</code>, status %d.</p>
                <p>%s</p>
                <p>%s</p>
                <p><a href="/docs/problems">All problems</a></p>""".formatted(
                        problem.code(),
                        problem.status(),
                        escaped(problem.help()),
                        problem.retryable()
                                ? "Worth repeating: the same request, with the same Idempotency-Key."
                                : "Repeating the same request unchanged gives the same answer.")));
    }

    private static String page(String title, String body) {
        return """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width">
                <title>%s</title>
                <style>body { font: 16px/1.5 sans-serif; max-width: 42em; margin: 3em auto; padding: 0 1em }</style>
                <h1>%s</h1>
                %s
                </html>
                """.formatted(title, title, body);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
