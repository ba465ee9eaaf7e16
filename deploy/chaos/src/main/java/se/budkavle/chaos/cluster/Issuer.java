package se.budkavle.chaos.cluster;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/** An issuer of tokens as an agency has one: real JWTs, and the keys to verify them over HTTP. */
public final class Issuer implements AutoCloseable {

    private static final int BITS = 2048;
    private static final Duration LIFETIME = Duration.ofHours(12);

    private final RSAKey key;
    private final HttpServer server;

    private Issuer(RSAKey key, HttpServer server) {
        this.key = key;
        this.server = server;
    }

    /** Starts it on a free port of the loopback address, with a new key. */
    public static Issuer start() throws IOException, JOSEException {
        RSAKey key = new RSAKeyGenerator(BITS).keyIDFromThumbprint(true).generate();
        byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/jwks", exchange -> answer(exchange, keys));
        server.start();
        return new Issuer(key, server);
    }

    private static void answer(HttpExchange exchange, byte[] body) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/jwk-set+json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** The {@code iss} claim. */
    public String name() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Where its public keys are. */
    public String jwksUrl() {
        return name() + "/jwks";
    }

    /** A token of an organisation that outlives the run. */
    public String token(String organisation, String scope) {
        Instant now = Instant.now();
        var claims = new JWTClaimsSet.Builder()
                .issuer(name())
                .audience("budkavle")
                .subject("chaos@" + organisation)
                .claim("organisation", organisation)
                .claim("scope", scope)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)))
                .build();
        var header =
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build();
        var token = new SignedJWT(header, claims);
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("the JDK cannot sign with RSA", e);
        }
        return token.serialize();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
