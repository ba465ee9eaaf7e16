package se.budkavle.notifier.dispatcher;

import com.standardwebhooks.Webhook;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import se.budkavle.benchmarks.jmh.InnerLoop;
import se.budkavle.benchmarks.jmh.Samples;
import se.budkavle.schemas.SecretBox;
import se.budkavle.schemas.avro.SigningSecret;
import se.budkavle.schemas.avro.Subscription;

/** A webhook is written and signed. In the dispatcher's own package, as nobody else need see its signer. */
@NullUnmarked // filled in the setup
public class WebhookBenchmark extends InnerLoop {

    private static final String SUBSCRIPTION = "subscription-1";
    private static final String ID = "notification-1";
    private static final String BODY = "{\"text\":\"" + "x".repeat(Samples.BYTES) + "\"}";
    private static final String KEY_ID = "benchmark";
    private static final int KEY_BYTES = 32;

    /** How it is signed. */
    @Param
    public Algorithm algorithm;

    private final SecretBox box =
            SecretBox.of(Map.of(KEY_ID, Base64.getEncoder().encodeToString(new byte[KEY_BYTES])));
    private final Signer signer = new Signer(box);
    private Subscription subscription;
    private PushRequest request;

    /** The two of Standard Webhooks. */
    public enum Algorithm {
        V1,
        V1A
    }

    /** Makes a secret, sealed as it is stored, and verifies what is signed with it. */
    @Setup
    public void prepare() throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance(Signer.ED25519).generateKeyPair();
        byte[] seed = ((EdECPrivateKey) keys.getPrivate()).getBytes().orElseThrow();
        String secret =
                switch (algorithm) {
                    case V1 -> "whsec_" + Base64.getEncoder().encodeToString(new byte[KEY_BYTES]);
                    case V1A -> "whsk_" + Base64.getEncoder().encodeToString(seed);
                };
        subscription = Samples.subscription(SUBSCRIPTION)
                .setSecrets(List.of(SigningSecret.newBuilder()
                        .setId("secret-1")
                        .setAlgorithm(algorithm == Algorithm.V1A ? Signer.ED25519 : "HMAC-SHA256")
                        .setKeyId(KEY_ID)
                        .setCiphertext(ByteBuffer.wrap(
                                box.seal(KEY_ID, SUBSCRIPTION, secret.getBytes(StandardCharsets.UTF_8))))
                        .build()))
                .build();
        request = new PushRequest(subscription, Samples.notification(SUBSCRIPTION), null, Samples.NOW);
        require(holds(keys, secret, sign()), "a signature");
        require(write().body().contains("\"specversion\":\"1.0\""), "a webhook");
    }

    private boolean holds(KeyPair keys, String secret, String signed) throws Exception {
        long at = Samples.NOW.getEpochSecond();
        if (algorithm == Algorithm.V1) {
            return signed.equals(new Webhook(secret).sign(ID, at, BODY));
        }
        Signature signature = Signature.getInstance(Signer.ED25519);
        signature.initVerify(keys.getPublic());
        signature.update((ID + "." + at + "." + BODY).getBytes(StandardCharsets.UTF_8));
        return signature.verify(Base64.getDecoder().decode(signed.substring("v1a,".length())));
    }

    /** The signature alone: the secret is unsealed, and 1 KiB signed. */
    @Benchmark
    public String sign() throws GeneralSecurityException {
        return signer.sign(subscription, ID, Samples.NOW, BODY);
    }

    /** All of what is sent: a CloudEvent with 1 KiB of data, and its signature. */
    @Benchmark
    public Object whole() throws GeneralSecurityException {
        return write();
    }

    private WebhookMessage write() throws GeneralSecurityException {
        return WebhookMessage.of(request, signer);
    }
}
