package se.budkavle.benchmarks;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.runtime.server.EmbeddedServer;
import java.util.Map;

/** The bare framework: gives a body back. What the gateway's intake is compared with. */
@Controller("/echo")
@Requires(property = Echo.SERVICE, value = Echo.NAME)
public final class Echo {

    static final String SERVICE = "budkavle.service";
    static final String NAME = "echo";

    /** The body, as it came. */
    @Post(consumes = MediaType.ALL, produces = MediaType.APPLICATION_OCTET_STREAM)
    byte[] echo(@Body byte[] body) {
        return body;
    }

    /** Serves on the port that is the first argument, on the loopback address, until the process ends. */
    public static void main(String[] arguments) throws InterruptedException {
        var context = ApplicationContext.builder()
                .mainClass(Echo.class)
                .overrideConfigLocations("classpath:echo/")
                .properties(Map.of(
                        SERVICE, NAME, "micronaut.server.host", "127.0.0.1", "micronaut.server.port", arguments[0]))
                .banner(false)
                .start();
        context.getBean(EmbeddedServer.class).start();
        Thread.currentThread().join();
    }
}
