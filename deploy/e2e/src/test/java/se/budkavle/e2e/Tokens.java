package se.budkavle.e2e;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/** Tokens that look right and are not, some of them signed with the local identity provider's own key. */
final class Tokens {

    private final RSAKey key;
    private final JWTClaimsSet good;

    /** Takes a good one as a pattern. */
    Tokens(Budkavle budkavle, String organisation) throws IOException, ParseException {
        key = RSAKey.parse(Files.readString(
                budkavle.system().dataDirectory().resolve("keys").resolve("dev-signing-key.json")));
        good = SignedJWT.parse(budkavle.token(organisation, "messages:send")).getJWTClaimsSet();
    }

    /** The pattern, signed anew: proof that the others fail for what they differ in. */
    String good() throws JOSEException {
        return signed(good, key);
    }

    String expired() throws JOSEException {
        var past = Date.from(Instant.now().minus(Duration.ofHours(1)));
        return signed(new JWTClaimsSet.Builder(good).expirationTime(past).build(), key);
    }

    String unsigned() {
        return new PlainJWT(good).serialize();
    }

    String forAnotherAudience() throws JOSEException {
        return signed(new JWTClaimsSet.Builder(good).audience("another").build(), key);
    }

    String ofAnotherIssuer() throws JOSEException {
        return signed(
                new JWTClaimsSet.Builder(good).issuer("urn:example:another").build(), key);
    }

    String signedByAnother() throws JOSEException {
        return signed(good, new RSAKeyGenerator(2048).keyID(key.getKeyID()).generate());
    }

    String withoutOrganisation() throws JOSEException {
        return signed(new JWTClaimsSet.Builder(good).claim("organisation", null).build(), key);
    }

    String tamperedWith() throws JOSEException {
        var parts = good().split("\\.", -1);
        var other = signed(
                        new JWTClaimsSet.Builder(good)
                                .claim("organisation", "0203:other.se")
                                .build(),
                        key)
                .split("\\.", -1);
        return parts[0] + "." + other[1] + "." + parts[2];
    }

    private static String signed(JWTClaimsSet claims, RSAKey with) throws JOSEException {
        var token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(with.getKeyID()).build(), claims);
        token.sign(new RSASSASigner(with));
        return token.serialize();
    }
}
