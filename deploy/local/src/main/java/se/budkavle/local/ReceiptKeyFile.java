package se.budkavle.local;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import se.budkavle.schemas.Ed25519;

/** A key that signs receipts: Ed25519, as JWK. The local system's is kept beside its data, so that its receipts stay good. */
public final class ReceiptKeyFile {

    private ReceiptKeyFile() {}

    /**
     * That file; with a new key where there is none yet. What it holds, the notifier looks at.
     *
     * @throws StartFailure where it cannot be written
     */
    static Path orCreated(Path file) {
        if (Files.exists(file)) {
            return file;
        }
        try {
            Path written = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), newKey().toJSONString());
            return Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StartFailure("The key in %s cannot be written: %s.".formatted(file, e.getMessage()), e);
        }
    }

    /** Makes a key; Nimbus alone would need Tink for it. */
    public static OctetKeyPair newKey() {
        Ed25519.Pair pair = Ed25519.newPair();
        try {
            return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(pair.publicKey()))
                    .d(Base64URL.encode(pair.seed()))
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.EdDSA)
                    .keyIDFromThumbprint()
                    .build();
        } catch (JOSEException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
