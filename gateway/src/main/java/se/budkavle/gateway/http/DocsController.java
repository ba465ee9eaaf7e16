package se.budkavle.gateway.http;

import io.micronaut.context.annotation.Property;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;

/** The API's description, made from the code, and a page to browse it that asks no other host. */
@Hidden
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
final class DocsController {

    private static final String WEBJAR = "META-INF/maven/org.webjars/swagger-ui/pom.properties";
    private static final Map<String, String> FILES = Map.of(
            "swagger-ui.css", "text/css",
            "swagger-ui-bundle.js", "text/javascript",
            "init.js", "text/javascript");

    private final ApiDescription description;
    private final String tokenUrl;

    DocsController(
            ApiDescription description,
            @Property(name = "budkavle.gateway.docs.token-url", defaultValue = "") String tokenUrl) {
        this.description = description;
        this.tokenUrl = tokenUrl;
    }

    /** The description. */
    @Get("/openapi.yaml")
    @Produces("application/yaml")
    byte[] description() {
        return description.yaml().getBytes(StandardCharsets.UTF_8);
    }

    /** The page. */
    @Get("/docs")
    @Produces(MediaType.TEXT_HTML)
    HttpResponse<String> page() {
        var page = new String(resource("gateway/docs/index.html"), StandardCharsets.UTF_8)
                .replace("@tokenUrl@", tokenUrl.replaceAll("[\"<>&]", ""));
        return HttpResponse.ok(page)
                .header(
                        "Content-Security-Policy",
                        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:");
    }

    /** What the page needs. */
    @Get("/docs/ui/{file}")
    @Produces(MediaType.ALL)
    HttpResponse<byte[]> file(String file) {
        var type = FILES.get(file);
        if (type == null) {
            throw Paths.notFound();
        }
        var bytes = file.equals("init.js")
                ? resource("gateway/docs/init.js")
                : resource("META-INF/resources/webjars/swagger-ui/" + version() + "/" + file);
        return HttpResponse.ok(bytes).contentType(MediaType.of(type)).header("Cache-Control", "max-age=3600");
    }

    private static String version() {
        var properties = new Properties();
        try (var in = DocsController.class.getClassLoader().getResourceAsStream(WEBJAR)) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "none");
    }

    private static byte[] resource(String name) {
        try (var in = DocsController.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw Paths.notFound();
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
