package se.budkavle.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static se.budkavle.gateway.http.TestGateway.problem;
import static se.budkavle.gateway.http.TestGateway.send;
import static se.budkavle.gateway.tls.TestCertificates.AUTHORITY;

import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.budkavle.gateway.tls.TestCertificates;

/** Client certificates that a proxy tells of (RFC 9440), and who is believed. */
class ClientCertificateTest {

    private static final X509Bundle CLIENT = TestCertificates.client("client", AUTHORITY);
    private static final X509Bundle OTHER = TestCertificates.client("client", AUTHORITY);

    private static String told(X509Bundle client) throws CertificateEncodingException {
        return ":" + Base64.getEncoder().encodeToString(client.getCertificate().getEncoded()) + ":";
    }

    /** Asks with a token that is bound to the client's certificate, through a proxy that says these. */
    private static HttpResponse<String> me(TestGateway gateway, String... told) throws Exception {
        var request = gateway.request("/v1/me")
                .header("Authorization", "Bearer " + TestBinding.token(CLIENT.getCertificate()));
        for (var each : told) {
            request.header("Client-Cert", each);
        }
        return send(request);
    }

    @Test
    void aProxyOfOursIsBelieved() throws Exception {
        try (var gateway = new TestGateway(Map.of("budkavle.gateway.proxies.trusted", "10.0.0.0/8, 127.0.0.0/8,::1"))) {
            assertThat(me(gateway, told(CLIENT)).statusCode()).isEqualTo(200);
            problem(me(gateway, told(OTHER)), 401, "invalid-token");
            problem(me(gateway), 401, "invalid-token");
            problem(me(gateway, told(CLIENT), told(CLIENT)), 401, "invalid-token");
            for (var bad :
                    new String[] {"", ":", "::", ":AAAA:", ":%:", told(CLIENT).replace(":", ""), told(CLIENT) + ";a=1"
                    }) {
                problem(me(gateway, bad), 401, "invalid-token");
            }
        }
    }

    @Test
    void nobodyElseIsBelieved() throws Exception {
        try (var gateway = new TestGateway(Map.of("budkavle.gateway.proxies.trusted", "10.0.0.0/8"))) {
            problem(me(gateway, told(CLIENT)), 401, "invalid-token");
        }
    }

    @Test
    void anIssuerMayHaveToBind() throws Exception {
        try (var gateway = new TestGateway(Map.of(
                "budkavle.gateway.proxies.trusted",
                "127.0.0.0/8,::1",
                "budkavle.gateway.issuers.test.certificate-bound",
                true))) {
            assertThat(me(gateway, told(CLIENT)).statusCode()).isEqualTo(200);
            problem(send(gateway.signedIn("/v1/me", "inbox:read")), 401, "invalid-token");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.0/24, 10.1.2.255, true",
        "10.1.2.0/24, 10.1.3.0, false",
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3, 10.1.2.4, false",
        "0.0.0.0/0, 192.0.2.1, true",
        "0.0.0.0/0, ::1, false",
        "fd00::/8, fd12::1, true",
        "fd00::/8, fe80::1, false",
        "::1, ::1, true"
    })
    void networks(String network, String address, boolean expected) {
        var peer = new InetSocketAddress(InetAddress.ofLiteral(address), 1);

        assertThat(Network.parse(network).has(peer)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy.example",
                "10.1.2.0/33",
                "10.1.2.0/-1",
                "10.1.2.0/",
                "10.1.2/24",
                "10.1.2",
                "10.1.2.0/24/1",
                "::1/129"
            })
    void whatIsNoNetworkIsRefused(String text) {
        assertThatThrownBy(() -> new ProxySettings(text, "Client-Cert"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }
}
