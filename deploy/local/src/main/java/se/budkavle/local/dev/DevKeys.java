package se.budkavle.local.dev;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.micronaut.context.annotation.Property;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.text.ParseException;

/** The local identity provider's signing key, kept in the data directory, so that tokens outlive a restart. */
@Singleton
final class DevKeys {

    private static final int BITS = 2048;

    private final RSAKey key;

    DevKeys(@Property(name = "budkavle.local.keys-directory") String directory) throws IOException {
        this.key = readOrCreate(Path.of(directory).resolve("dev-signing-key.json"));
    }

    /** The key pair, to sign with. */
    RSAKey signingKey() {
        return key;
    }

    /** Its public half, as issuers publish it (RFC 7517). */
    JWKSet publicKeys() {
        return new JWKSet(key.toPublicJWK());
    }

    private static RSAKey readOrCreate(Path file) throws IOException {
        try {
            if (Files.exists(file)) {
                return RSAKey.parse(Files.readString(file));
            }
        } catch (ParseException damaged) {
            // Nothing but old tokens depends on it.
        }
        RSAKey created = create();
        Path written = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), created.toJSONString());
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return created;
    }

    private static RSAKey create() {
        try {
            return new RSAKeyGenerator(BITS)
                    .keyUse(KeyUse.SIGNATURE)
                    .keyIDFromThumbprint(true)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("the JDK cannot make an RSA key", e);
        }
    }
}
