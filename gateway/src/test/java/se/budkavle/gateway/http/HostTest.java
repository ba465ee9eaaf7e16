package se.budkavle.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** To which host a request goes, written to a socket: no HTTP client lets one get it wrong. */
class HostTest {

    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = new TestGateway(Map.of());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gateway.example",
                "GATEWAY.example:8080",
                "gateway_1:8080",
                "203.0.113.1:",
                "[2001:db8::1]:443",
                "g%C3%A4st",
                ""
            })
    void oneHostWillDo(String host) throws Exception {
        assertThat(answer("1.1", "Host: " + host)).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a/b", "user@a", "a:80:80", "a:http", "[::1", "a,b:x", "http://a", "a\\b", "\u00e4"})
    void whatIsNoHostIsRefused(String host) throws Exception {
        assertRefused(answer("1.1", "Host: " + host), "invalid-host");
    }

    @Test
    void withoutAHostItIsRefused() throws Exception {
        assertRefused(answer("1.1"), "missing");
    }

    @Test
    void twoHostsAreRefusedAlsoIfTheyAreTheSame() throws Exception {
        assertRefused(answer("1.1", "Host: a", "Host: a"), "too-many");
        assertRefused(answer("1.1", "Host: a", "host: b"), "too-many");
        assertRefused(answer("1.0", "Host: a", "Host: b"), "too-many");
    }

    @Test
    void anOlderClientNeedNotSay() throws Exception {
        assertThat(answer("1.0")).contains(" 200 ");
    }

    private static void assertRefused(String answer, String issue) {
        assertThat(answer)
                .containsPattern("^HTTP/1\\.[01] 400 ")
                .containsIgnoringCase("content-type: application/problem+json")
                .contains("\"code\":\"invalid-header\"", "\"pointer\":\"Host\"", "\"code\":\"" + issue + "\"");
    }

    private static String answer(String version, String... headers) throws IOException {
        var request = new StringBuilder("GET /health/liveness HTTP/" + version + "\r\nConnection: close\r\n");
        for (var header : headers) {
            request.append(header).append("\r\n");
        }
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
