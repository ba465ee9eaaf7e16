package se.budkavle.benchmarks.jmh;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.SecretKey;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import se.budkavle.benchmarks.cases.Requests;
import se.budkavle.benchmarks.cases.SdkDocument;
import se.budkavle.gateway.message.JsonMessages;
import se.budkavle.gateway.message.MessageRequest;
import se.budkavle.gateway.message.SdkMessages;
import se.budkavle.gateway.message.StatedEnvelope;
import se.budkavle.gateway.problem.Parsed;
import se.budkavle.schemas.Digests;
import se.budkavle.schemas.content.ContentCipher;

/** What an intake does with a body: reads and checks it, JSON with 1 KiB of content and SDK XML of 2 KiB, makes its digests, and encrypts it. */
@NullUnmarked // filled in the setup
public class EnvelopeBenchmark extends InnerLoop {

    private static final String SENDER = "function:0203:sender.example";
    private static final String RECIPIENT = "function:0203:recipient.example";
    private static final int SDK_BYTES = 2048;

    private static final ContentCipher.Binding BINDING =
            new ContentCipher.Binding("2026-03-01.1", "0203:sender.example", "message-1");

    private final SecretKey key = ContentCipher.newKey();
    private byte[] json;
    private byte[] xml;
    private MessageRequest request;

    /** Makes the bodies, and reads them. */
    @Setup
    public void prepare() throws GeneralSecurityException {
        json = Requests.json(SENDER, RECIPIENT, "conversation-1", Samples.BYTES, false)
                .getBytes(StandardCharsets.UTF_8);
        xml = SdkDocument.text(SENDER, RECIPIENT, 1, SDK_BYTES).getBytes(StandardCharsets.UTF_8);
        request = valid(json());
        require(request.content().length == Samples.BYTES, "the content of the JSON form");
        require(valid(sdkXml()).recipients().getFirst().equals(RECIPIENT), "the recipient of the SDK form");
        require(
                Digests.contentDigest(ByteBuffer.wrap(digests().contentDigest()))
                        .equals(Digests.contentDigest(ByteBuffer.wrap(Digests.sha256(request.content())))),
                "the content's digest");
        require(
                ContentCipher.open(key, BINDING, sealed()).equals(ByteBuffer.wrap(request.content())),
                "the encrypted content");
    }

    private static MessageRequest valid(Parsed<MessageRequest> parsed) {
        return switch (parsed) {
            case Parsed.Valid<MessageRequest>(var message) -> message;
            case Parsed.Invalid<MessageRequest>(var refusal) -> throw new IllegalStateException(refusal.toString());
        };
    }

    /** Reads JSON. */
    @Benchmark
    public Parsed<MessageRequest> json() {
        return JsonMessages.parse(json, Samples.NOW);
    }

    /** Reads SDK XML. */
    @Benchmark
    public Parsed<MessageRequest> sdkXml() {
        return SdkMessages.parse(xml, "application/xml");
    }

    /** Digests of content and envelope, canonical JSON included. */
    @Benchmark
    public StatedEnvelope digests() {
        return StatedEnvelope.of(request, "0203:sender.example");
    }

    /** Encrypts the content for where it lies. */
    @Benchmark
    public ByteBuffer sealed() throws GeneralSecurityException {
        return ContentCipher.seal(key, BINDING, ByteBuffer.wrap(request.content()));
    }
}
