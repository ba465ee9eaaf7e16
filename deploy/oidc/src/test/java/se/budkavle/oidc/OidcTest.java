package se.budkavle.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.budkavle.gateway.GatewayApplication;

/** The gateway believes a real OpenID Connect server, while its keys change, while it is away, and with certificates. */
class OidcTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration KEYS_FOR = Duration.ofSeconds(1);

    private static Certificates certificates;
    private static AuthorizationServer issuer;
    private static ApplicationContext gateway;
    private static URI gatewayUrl;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        certificates = new Certificates();
        // As a trust store of the JVM would: the gateway fetches keys as the JDK does.
        HttpsURLConnection.setDefaultSSLSocketFactory(certificates.anonymous().getSocketFactory());
        issuer = new AuthorizationServer(certificates, folder);
        var discovered = discovery();
        var key = Files.writeString(
                folder.resolve("key.pem"), certificates.server().getPrivateKeyPEM());
        var certificate = Files.writeString(
                folder.resolve("certificate.pem"), certificates.server().getCertificatePathPEM());
        var properties = new HashMap<String, Object>();
        properties.put("micronaut.server.port", -1);
        properties.put("budkavle.kafka.bootstrap-servers", "localhost:1");
        properties.put("budkavle.kafka.schema-registry-url", "http://localhost:1");
        properties.put("budkavle.gateway.registry.answer-while-loading", true);
        properties.put("budkavle.internal.token", "test");
        properties.put("budkavle.gateway.notifier.urls", "http://localhost:1");
        properties.put("budkavle.gateway.tls.enabled", true);
        properties.put("budkavle.gateway.tls.key", key.toString());
        properties.put("budkavle.gateway.tls.certificate", certificate.toString());
        properties.put("budkavle.gateway.tls.client-certificates", "ANY");
        properties.put(
                "budkavle.gateway.issuers.real.issuer",
                discovered.path("issuer").asText());
        properties.put(
                "budkavle.gateway.issuers.real.jwks-url",
                discovered.path("jwks_uri").asText());
        // Nothing is remembered of tokens, so that it is the keys that decide.
        properties.put("budkavle.gateway.tokens.cache-size", 0);
        properties.put("budkavle.gateway.tokens.keys-for", KEYS_FOR);
        properties.put("budkavle.gateway.tokens.fetch-timeout", "250ms");
        properties.put("budkavle.gateway.tokens.refetch-interval", "10ms");
        gateway = GatewayApplication.context(properties);
        gatewayUrl = gateway.getBean(EmbeddedServer.class).start().getURI();
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        issuer.close();
    }

    private static HttpResponse<String> send(SSLContext context, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        try (var client = HttpClient.newBuilder().sslContext(context).build()) {
            return client.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
        }
    }

    private static JsonNode discovery() throws Exception {
        var answer = send(
                certificates.anonymous(),
                HttpRequest.newBuilder(URI.create(issuer.url() + "/.well-known/openid-configuration")));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static String token(SSLContext context, String form, Map<String, String> headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(issuer.url() + "/oauth2/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials&scope=inbox:read" + form));
        headers.forEach(request::header);
        var answer = send(context, request);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).path("access_token").asText();
    }

    /** By client id and secret. */
    private static String token() throws Exception {
        var credentials = AuthorizationServer.CLIENT + ":" + AuthorizationServer.SECRET;
        var basic = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        return token(certificates.anonymous(), "", Map.of("Authorization", "Basic " + basic));
    }

    private static HttpResponse<String> me(SSLContext context, String token) throws Exception {
        return send(
                context,
                HttpRequest.newBuilder(gatewayUrl.resolve("/v1/me")).header("Authorization", "Bearer " + token));
    }

    private static int status(String token) throws Exception {
        return me(certificates.anonymous(), token).statusCode();
    }

    @Test
    void clientCredentialsLetAnOrganisationIn() throws Exception {
        var answer = me(certificates.anonymous(), token());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var me = JSON.readTree(answer.body());
        assertThat(me.path("organisation").asText()).isEqualTo(AuthorizationServer.ORGANISATION);
        assertThat(me.path("scopes")).hasSize(1);
    }

    @Test
    void aNewKeyHoldsAtOnceAndAWithdrawnOneNoLongerThanItMay() throws Exception {
        var old = token();
        assertThat(status(old)).isEqualTo(200);

        issuer.keys().signWithAnother();
        issuer.keys().publish();
        var fresh = token();
        assertThat(status(fresh)).isEqualTo(200);
        assertThat(status(old)).as("still published").isEqualTo(200);

        issuer.keys().withdrawOthers();
        await().untilAsserted(() -> assertThat(status(old)).isEqualTo(401));
        assertThat(status(fresh)).isEqualTo(200);
    }

    @Test
    void whileTheServerIsAwayItsTokensHold() throws Exception {
        var known = token();
        assertThat(status(known)).isEqualTo(200);
        // Published only when it is back: keys are fetched ahead, and might be known before it goes.
        issuer.keys().signWithAnother();
        var unknown = token();

        issuer.goAway();
        try {
            var answer = me(certificates.anonymous(), unknown);
            assertThat(answer.statusCode())
                    .as("its key may be new, and cannot be fetched")
                    .isEqualTo(503);
            assertThat(answer.headers().firstValueAsLong("Retry-After").orElseThrow())
                    .isPositive();
            assertThat(JSON.readTree(answer.body()).path("code").asText()).isEqualTo("unavailable");
            await().during(KEYS_FOR.multipliedBy(2))
                    .untilAsserted(() -> assertThat(status(known)).isEqualTo(200));
        } finally {
            issuer.comeBack();
        }
        await().untilAsserted(() ->
                assertThat(status(unknown)).as("the issuer does not know it").isEqualTo(401));

        issuer.keys().publish();
        await().untilAsserted(() -> assertThat(status(unknown)).isEqualTo(200));
        assertThat(status(known)).isEqualTo(200);
    }

    @Test
    void aTokenThatTheServerBoundToACertificateComesWithIt() throws Exception {
        var client = certificates.client(AuthorizationServer.CERTIFIED_CLIENT);
        var namesake = certificates.client(AuthorizationServer.CERTIFIED_CLIENT);
        var token = token(certificates.as(client), "&client_id=" + AuthorizationServer.CERTIFIED_CLIENT, Map.of());

        assertThat(me(certificates.as(client), token).statusCode()).isEqualTo(200);
        assertThat(me(certificates.as(namesake), token).statusCode()).isEqualTo(401);
        assertThat(status(token)).isEqualTo(401);
    }
}
