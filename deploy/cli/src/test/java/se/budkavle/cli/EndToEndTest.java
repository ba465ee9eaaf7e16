package se.budkavle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is encrypted here is opened here, and nowhere in between; from the command line, against an API of the test's own. */
class EndToEndTest {

    private static final byte[] CONTENT = "Hälsningar".getBytes(StandardCharsets.UTF_8);

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> posted = new ArrayList<>();
    private HttpServer server;

    @TempDir
    private Path directory;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/messages", exchange -> {
            posted.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private int run(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        if (!arguments[0].equals("new-key")) {
            all.addAll(
                    List.of("--url", "http://localhost:" + server.getAddress().getPort(), "--token", "t"));
        }
        return Budkavle.run(new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
    }

    private void answer(String path, String type, String text) {
        server.createContext(path, exchange -> {
            var body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", type);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private String newKey(Path file) {
        out.getBuffer().setLength(0);
        assertThat(run("new-key", file.toString())).isZero();
        var shown = out.toString();
        out.getBuffer().setLength(0);
        return shown;
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "P-256", "P-384", "P-521"})
    void whatIsSealedIsOpenedWithItsKeyAlone(String kind) throws Exception {
        var key = key(kind);
        var other = key(kind);

        var sealed = EndToEnd.seal(CONTENT, "text/plain", key.toPublicJWK());

        var opened = EndToEnd.open(sealed, new JWKSet(List.of(key("P-256"), key)));
        assertThat(opened.bytes()).isEqualTo(CONTENT);
        assertThat(opened.contentType()).isEqualTo("text/plain");
        for (var wrong : List.of(new JWKSet(key.toPublicJWK()), new JWKSet(), new JWKSet(other))) {
            assertThatThrownBy(() -> EndToEnd.open(sealed, wrong)).isInstanceOf(CommandFailure.class);
        }
        var altered = sealed.substring(0, sealed.length() - 2) + (sealed.endsWith("AA") ? "BB" : "AA");
        assertThatThrownBy(() -> EndToEnd.open(altered, new JWKSet(key))).isInstanceOf(CommandFailure.class);
    }

    private static JWK key(String kind) throws Exception {
        return kind.equals("RSA")
                ? new RSAKeyGenerator(2048).keyID(kind).generate()
                : new ECKeyGenerator(Curve.parse(kind))
                        .keyIDFromThumbprint(true)
                        .generate();
    }

    @Test
    void aNewKeyIsForItsOwnerAloneAndOverwritesNone() throws Exception {
        var file = directory.resolve("key.json");

        var shown = newKey(file);

        var key = KeyFiles.read(file).getKeys().getFirst();
        assertThat(key.isPrivate()).isTrue();
        assertThat(JWK.parse(shown)).isEqualTo(key.toPublicJWK());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        var before = Files.readString(file);
        assertThat(run("new-key", file.toString())).isEqualTo(1);
        assertThat(Files.readString(file)).isEqualTo(before);
    }

    @Test
    void sendEncryptsAndContentOpens() throws Exception {
        var file = directory.resolve("key.json");
        var x25519 =
                "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"kid\":\"x\",\"x\":\"3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08\"}";
        answer(
                "/v1/addresses/0203:b.se/capabilities",
                "application/json",
                "{\"encryptionKeys\": [%s, %s]}".formatted(x25519, newKey(file)));

        assertThat(run("send", "--encrypt", "--to", "0203:b.se", "--text", "hemligt"))
                .isZero();

        var message = Api.JSON.readTree(posted.getFirst());
        assertThat(posted.getFirst()).doesNotContain("hemligt");
        assertThat(message.path("contentType").asText()).isEqualTo("application/jose");
        answer(
                "/v1/inbox/m1/content",
                "application/jose",
                message.path("contentText").asText());
        out.getBuffer().setLength(0);
        assertThat(run("content", "m1", "--key", file.toString())).isZero();
        assertThat(out.toString()).isEqualToIgnoringNewLines("hemligt");
    }

    @Test
    void anInboxIsShownOpened() throws Exception {
        var file = directory.resolve("key.json");
        newKey(file);
        var key = KeyFiles.read(file).getKeys().getFirst();
        answer("/v1/inbox", "application/json", """
                {"items": [
                  {"messageId": "m1", "recipient": "0203:b.se", "contentType": "application/jose"},
                  {"messageId": "m2", "recipient": "0203:b.se", "contentType": "application/jose"},
                  {"messageId": "m3", "recipient": "0203:b.se", "contentType": "text/plain"}]}""");
        answer("/v1/inbox/m1/content", "application/jose", EndToEnd.seal(CONTENT, "text/plain", key.toPublicJWK()));
        answer(
                "/v1/inbox/m2/content",
                "application/jose",
                EndToEnd.seal(CONTENT, "text/plain", key("RSA").toPublicJWK()));

        assertThat(run("inbox", "--key", file.toString())).isZero();

        assertThat(out.toString().lines().toList())
                .anyMatch(line -> line.startsWith("m1 ") && line.endsWith("Hälsningar"))
                .anyMatch(line -> line.startsWith("m2 ") && line.contains("does not hold"))
                .anyMatch(line -> line.startsWith("m3 "));
    }

    @Test
    void whatIsNotEncryptedIsSaidToBeSo() {
        var file = directory.resolve("key.json");
        newKey(file);
        answer("/v1/inbox/m1/content", "text/plain", "open");

        assertThat(run("content", "m1", "--key", file.toString())).isZero();

        assertThat(out.toString()).contains("open");
        assertThat(err.toString()).contains("did not encrypt");
    }

    @Test
    void anAddressWithoutAKeyIsSentNothing() {
        answer("/v1/addresses/0203:b.se/capabilities", "application/json", "{\"encryptionKeys\": []}");

        assertThat(run("send", "--encrypt", "--to", "0203:b.se", "--text", "hemligt"))
                .isEqualTo(1);

        assertThat(posted).isEmpty();
        assertThat(err.toString()).contains("no key");
    }

    @Test
    void whatIsEncryptedGoesToOne() {
        assertThat(run("send", "--encrypt", "--to", "0203:b.se", "--to", "0203:c.se", "--text", "x"))
                .isEqualTo(2);
    }

    @Test
    void aFileWithoutAKeyFetchesNothing() throws Exception {
        var file = Files.writeString(directory.resolve("key.json"), "secret");

        assertThat(run("content", "m1", "--key", file.toString())).isEqualTo(1);

        assertThat(err.toString()).contains("holds no key").doesNotContain("secret");
    }
}
