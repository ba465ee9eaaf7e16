package se.budkavle.gateway.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.function.UnaryOperator;

/** An issuer of tokens that serves its keys over HTTP. */
final class TestIssuer implements AutoCloseable {

    static final String ISSUER = "https://issuer.test";

    private final RSAKey key;
    private final HttpServer server;

    TestIssuer() {
        try {
            key = new RSAKeyGenerator(2048).keyID("test").generate();
            var jwks = new JWKSet(key).toString().getBytes(StandardCharsets.UTF_8);
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/jwks", exchange -> {
                exchange.sendResponseHeaders(200, jwks.length);
                exchange.getResponseBody().write(jwks);
                exchange.close();
            });
            server.start();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, Object> properties() {
        return Map.of(
                "budkavle.gateway.issuers.test.issuer",
                ISSUER,
                "budkavle.gateway.issuers.test.jwks-url",
                "http://localhost:" + server.getAddress().getPort() + "/jwks");
    }

    /** A valid token with these scopes. */
    String token(String organisation, String scope) {
        return token(organisation, scope, claims -> claims);
    }

    String token(String organisation, String scope, UnaryOperator<JWTClaimsSet.Builder> change) {
        var claims = change.apply(new JWTClaimsSet.Builder()
                        .issuer(ISSUER)
                        .audience("budkavle")
                        .subject("someone")
                        .claim("organisation", organisation)
                        .claim("scope", scope)
                        .expirationTime(Date.from(Instant.now().plusSeconds(600))))
                .build();
        var jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("test").build(), claims);
        try {
            jwt.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return jwt.serialize();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
