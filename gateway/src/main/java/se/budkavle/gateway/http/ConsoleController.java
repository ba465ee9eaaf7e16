package se.budkavle.gateway.http;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import org.jspecify.annotations.Nullable;

/** The operators' console: a page and what it needs. It holds nothing that is secret; what it shows it asks the API for. */
@Hidden
@Controller("/console")
final class ConsoleController {

    private static final Locale SWEDISH = Locale.of("sv");
    private static final List<Locale> LANGUAGES = List.of(SWEDISH, Locale.ENGLISH);

    /** Nothing from elsewhere, nothing inline, no text that becomes markup, in no one's frame. */
    private static final String POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
            + "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    private final ConsoleFiles files;

    ConsoleController(ConsoleFiles files) {
        this.files = files;
    }

    /** The page, in the language that the browser prefers. */
    @Get
    @Produces(MediaType.ALL)
    HttpResponse<?> page(HttpRequest<?> request) {
        return answer(request, files.page(prefersSwedish(request.getHeaders().get(HttpHeaders.ACCEPT_LANGUAGE))));
    }

    /** What the page needs. */
    @Get("/{+file}")
    @Produces(MediaType.ALL)
    HttpResponse<?> file(HttpRequest<?> request, String file) {
        return answer(request, files.get(file).orElseThrow(Paths::notFound));
    }

    private static HttpResponse<?> answer(HttpRequest<?> request, ConsoleFiles.File file) {
        var known = request.getHeaders().get(HttpHeaders.IF_NONE_MATCH);
        boolean isKnown = known != null && known.contains(file.etag());
        var answer = isKnown
                ? HttpResponse.notModified()
                : HttpResponse.ok(file.text()).contentType(file.type());
        return answer.header(HttpHeaders.ETAG, file.etag())
                // Asked for anew every time, and hardly ever sent: an installation's new version is seen at once.
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE)
                .header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin");
    }

    /** {@return whether Swedish is preferred to English; who says neither gets English} */
    static boolean prefersSwedish(@Nullable String acceptLanguage) {
        if (acceptLanguage == null) {
            return false;
        }
        try {
            return SWEDISH.equals(Locale.lookup(LanguageRange.parse(acceptLanguage), LANGUAGES));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
