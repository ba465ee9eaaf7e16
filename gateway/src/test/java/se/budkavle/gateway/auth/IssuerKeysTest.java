package se.budkavle.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static se.budkavle.gateway.auth.Jws.EC;
import static se.budkavle.gateway.auth.Jws.RSA;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of an issuer's keys when they change and when it is away; time is what the test says. */
class IssuerKeysTest {

    private static final TokenSettings SETTINGS = TokenVerifierTest.settings();
    private static final long START = System.currentTimeMillis();
    private static final long KEYS_FOR = SETTINGS.keysFor().toMillis();
    private static final long OUTAGE = SETTINGS.outage().toMillis();

    private final AtomicInteger asked = new AtomicInteger();
    private volatile int status = 200;
    private volatile String body = "";
    private HttpServer server;
    private IssuerKeys keys;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/jwks", exchange -> {
            asked.incrementAndGet();
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        var itself = URI.create("http://localhost:" + server.getAddress().getPort());
        keys = IssuerKeys.of(new IssuerSettings("https://issuer.test", "/jwks", false), SETTINGS, () -> itself);
        publishes(RSA);
    }

    @AfterEach
    void stop() throws IOException {
        keys.close();
        server.stop(0);
    }

    private void publishes(JWK... published) {
        status = 200;
        body = new JWKSet(List.of(published)).toString();
    }

    private List<String> at(long time) throws KeySourceException {
        return keys.getJWKSetSource().getJWKSet(JWKSetCacheRefreshEvaluator.noRefresh(), time, null).getKeys().stream()
                .map(JWK::getKeyID)
                .toList();
    }

    /** As for a token that names this key, now. */
    private List<JWK> named(String kid) throws KeySourceException {
        return keys.get(new JWKSelector(new JWKMatcher.Builder().keyID(kid).build()), null);
    }

    @Test
    void keysAreFetchedOnceWhileTheyLast() throws Exception {
        at(START);
        at(START + KEYS_FOR / 2);

        assertThat(asked).hasValue(1);
    }

    @Test
    void aKeyThatIsWithdrawnIsGoneWhenItsTimeIsOver() throws Exception {
        publishes(RSA, EC);
        at(START);
        publishes(EC);

        assertThat(at(START + KEYS_FOR / 2)).containsExactly("rsa", "ec");
        assertThat(at(START + KEYS_FOR + 1)).containsExactly("ec");
    }

    @Test
    void aKeyThatIsNewIsFetchedWhenATokenNamesIt() throws Exception {
        assertThat(named("rsa")).hasSize(1);
        publishes(RSA, EC);

        assertThat(named("ec")).hasSize(1);
        assertThat(asked).hasValue(2);
    }

    @Test
    void keysThatNobodyHasAreNotAskedForAgainAndAgain() throws Exception {
        assertThat(named("rsa")).hasSize(1);
        assertThat(named("made-up-1")).isEmpty();

        for (int i = 2; i < 20; i++) {
            var kid = "made-up-" + i;
            assertThatThrownBy(() -> named(kid)).isInstanceOf(KeySourceException.class);
        }

        assertThat(asked).hasValue(2);
        assertThat(named("rsa")).as("a known key needs no fetching").hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"503", "404", "no JSON", "no keys", "too large", "an invalid point"})
    void whileTheIssuerIsAwayItsKeysHoldAndNoLonger(String how) throws Exception {
        at(START);
        away(how);

        assertThat(at(START + KEYS_FOR + 1)).containsExactly("rsa");
        assertThat(at(START + OUTAGE - 1)).containsExactly("rsa");
        assertThatThrownBy(() -> at(START + OUTAGE + KEYS_FOR)).isInstanceOf(KeySourceException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"503", "404", "no JSON", "no keys", "too large", "an invalid point"})
    void aKeyThatIsNotKnownMayBeNewWhileTheIssuerIsAway(String how) throws Exception {
        assertThat(named("rsa")).hasSize(1);
        away(how);

        assertThatThrownBy(() -> named("new")).isInstanceOf(JWKSetUnavailableException.class);
        assertThat(named("rsa")).hasSize(1);
    }

    private void away(String how) {
        status = how.equals("503") || how.equals("404") ? Integer.parseInt(how) : 200;
        body = switch (how) {
            case "no JSON" -> "<html>";
            case "no keys" -> "{}";
            case "too large" -> "{\"keys\": [" + " ".repeat(300 * 1024) + "]}";
            case "an invalid point" ->
                "{\"keys\": [{\"kty\": \"EC\", \"crv\": \"P-256\", \"kid\": \"ec\", \"x\": \"%s\", \"y\": \"%s\"}]}"
                        .formatted(EC.getX(), Jws.OTHER_EC.getY());
            default -> "";
        };
    }

    @Test
    void whenTheIssuerIsBackItsNewKeysHold() throws Exception {
        at(START);
        away("503");
        at(START + KEYS_FOR + 1);
        publishes(EC);

        assertThat(at(START + 2 * KEYS_FOR + 2)).containsExactly("ec");
    }

    @Test
    void anIssuerThatWasNeverThereIsAskedAgain() throws Exception {
        away("503");
        assertThatThrownBy(() -> at(START)).isInstanceOf(KeySourceException.class);
        publishes(RSA);

        assertThat(at(START + SETTINGS.refetchInterval().toMillis() + 1)).containsExactly("rsa");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7})
    void settingsThatCannotWorkAreRefused(long keysFor) {
        assertThatThrownBy(() -> new TokenSettings(
                        "a",
                        "b",
                        Duration.ZERO,
                        0,
                        Duration.ZERO,
                        Duration.ofSeconds(keysFor),
                        Duration.ZERO,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2)))
                .hasMessageContaining("keys-for");
    }
}
