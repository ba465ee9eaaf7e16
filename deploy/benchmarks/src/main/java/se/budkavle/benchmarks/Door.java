package se.budkavle.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import se.budkavle.chaos.load.Api;

/** Where cases arrange over HTTP what they need before they measure. */
final class Door implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** How long to wait before what is awaited is asked for again. */
    static final Duration POLL = Duration.ofMillis(50);

    private final Api api;
    private final UnaryOperator<String> tokens;

    /**
     * A door.
     *
     * @param tokens an organisation's token
     */
    Door(List<URI> gateways, UnaryOperator<String> tokens) {
        api = new Api(gateways);
        this.tokens = tokens;
    }

    String token(String organisation) {
        return tokens.apply(organisation);
    }

    /** {@return what is answered, whatever it is} */
    Api.Answer ask(Api.Request request) throws InterruptedException {
        return api.send(request, 0, PATIENCE);
    }

    /**
     * {@return what is answered}
     *
     * @throws IOException if it is not done
     */
    Api.Answer send(Api.Request request) throws InterruptedException, IOException {
        Api.Answer answer = ask(request);
        if (answer.status() >= 300 || answer.status() == 0) {
            throw new IOException("%s %s answers %d: %s"
                    .formatted(
                            request.method(),
                            request.path(),
                            answer.status(),
                            new String(answer.body(), StandardCharsets.UTF_8)));
        }
        return answer;
    }

    @Override
    public void close() {
        api.close();
    }
}
