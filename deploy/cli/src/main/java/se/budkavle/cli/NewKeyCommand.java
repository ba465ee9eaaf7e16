package se.budkavle.cli;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import se.budkavle.local.ReceiptKeyFile;

/** {@code budkavle new-key}. */
@Command(
        name = "new-key",
        description = {
            "Makes a key for end-to-end encryption, on this machine.",
            "The private key is written to FILE, readable to you alone; the public one is shown: it goes into the address's encryptionKeys.",
            "With --sign one that signs (Ed25519): what you send, or the receipts of an installation (receipts.signing-key)."
        },
        mixinStandardHelpOptions = true)
final class NewKeyCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "Where the private key goes; must not be there yet.")
    private Path file;

    @Option(names = "--sign", description = "A key that signs.")
    private boolean sign;

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws JOSEException {
        var key = sign ? ReceiptKeyFile.newKey() : encryptionKey();
        KeyFiles.write(file, key);
        spec.commandLine().getOut().println(key.toPublicJWK().toJSONString());
        return 0;
    }

    private static JWK encryptionKey() throws JOSEException {
        return new ECKeyGenerator(Curve.P_256)
                .keyUse(KeyUse.ENCRYPTION)
                .algorithm(JWEAlgorithm.ECDH_ES_A256KW)
                .keyIDFromThumbprint(true)
                .generate();
    }
}
