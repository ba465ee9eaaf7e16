package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.e2e.Draft.message;
import static se.budkavle.schemas.avro.MessageStatus.ACKNOWLEDGED;
import static se.budkavle.schemas.avro.MessageStatus.AVAILABLE;
import static se.budkavle.schemas.avro.MessageStatus.REJECTED;
import static se.budkavle.schemas.avro.MessageStatus.RETRIEVED;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import se.budkavle.schemas.Digests;

/** A message's life, from one agency to another. */
@ExtendWith(BudkavleExtension.class)
class MessageTest {

    /** In form alone: the backbone carries it, and the recipient verifies. */
    private static final String SIGNATURE = "eyJhbGciOiJFZERTQSIsImtpZCI6ImsifQ..AAAA";

    private final Budkavle budkavle;
    private Agency sender;
    private Agency recipient;

    MessageTest(Budkavle budkavle) {
        this.budkavle = budkavle;
    }

    @BeforeEach
    void agencies() {
        sender = budkavle.newAgency("sender");
        recipient = budkavle.newAgency("recipient");
    }

    @Test
    void aNoteComesOutAsItWentIn() {
        var receipt = sender.sends(message().to(recipient.address()).text("Hej, å och 🐎."));

        recipient.inbox().waitUntilReceived(receipt.messageId());
        var content = recipient.inbox().contentOf(receipt.messageId());

        assertThat(content.text()).isEqualTo("Hej, å och 🐎.");
        assertThat(content.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(content.header("Content-Digest"))
                .isEqualTo(receipt.contentDigest())
                .isEqualTo(Digests.contentDigest(java.nio.ByteBuffer.wrap(Digests.sha256(content.body()))));
    }

    @Test
    void everyByteComesThroughBase64() {
        byte[] every = new byte[1024 * 1024];
        IntStream.range(0, every.length).forEach(i -> every[i] = (byte) (i * 31));

        var receipt = sender.sends(message().to(recipient.address()).bytes("application/octet-stream", every));

        recipient.inbox().waitUntilReceived(receipt.messageId());
        assertThat(recipient.inbox().contentOf(receipt.messageId()).body()).isEqualTo(every);
    }

    @Test
    void theReceiptSaysWhereTheMessageIs() {
        var answer = sender.posts(message().to(recipient.address()).with("senderMessageId", "D-1"));

        var receipt = Receipt.of(answer);
        assertThat(answer.header("Location")).endsWith("/v1/messages/" + receipt.messageId());
        assertThat(answer.json().path("senderMessageId").asText()).isEqualTo("D-1");
        assertThat(receipt.conversationId()).isEqualTo(receipt.messageId());
        assertThat(receipt.envelopeDigest()).startsWith("sha-256=:").endsWith(":");
        assertThat(receipt.recipientCount()).isEqualTo(1);
        assertThat(receipt.unknownRecipients()).isEmpty();
    }

    @Test
    void theInboxTellsWhatARecipientMaySee() {
        var other = budkavle.newAgency("other");
        var receipt = sender.sends(message()
                .to(recipient.address(), other.address())
                .with("label", "En rubrik")
                .with("caseId", "KS 2026/17")
                .with("senderSignature", SIGNATURE)
                .with("senderMessageId", "D-2"));

        var item = recipient.inbox().waitUntilReceived(receipt.messageId());

        assertThat(item.path("recipient").asText()).isEqualTo(recipient.address());
        assertThat(item.path("sender").asText()).isEqualTo(sender.address());
        assertThat(item.path("type").asText()).isEqualTo("urn:example:e2e:note");
        assertThat(item.path("label").asText()).isEqualTo("En rubrik");
        assertThat(item.path("caseId").asText()).isEqualTo("KS 2026/17");
        assertThat(item.path("senderMessageId").asText()).isEqualTo("D-2");
        assertThat(item.path("conversationId").asText()).isEqualTo(receipt.conversationId());
        assertThat(item.path("priority").asText()).isEqualTo("NORMAL");
        assertThat(item.path("size").asInt()).isEqualTo("A note.".length());
        assertThat(item.path("contentDigest").asText()).isEqualTo(receipt.contentDigest());
        assertThat(item.path("senderSignature").asText()).isEqualTo(SIGNATURE);
        assertThat(item.path("status").asText()).isEqualTo("AVAILABLE");
        assertThat(item.fieldNames())
                .toIterable()
                .contains("availableAt", "expiresAt", "onBehalfOf", "refToMessageId", "confidentiality", "contentType")
                .doesNotContain("content", "contentText", "recipients", "disposed");
        assertThat(item.toString()).doesNotContain(other.organisation());
    }

    @Test
    void theSenderSeesEveryStepInOrder() {
        var messageId = sender.sends(message().to(recipient.address())).messageId();
        sender.trace(messageId).waitUntil(AVAILABLE);

        recipient.inbox().contentOf(messageId);
        sender.trace(messageId).waitUntil(RETRIEVED);
        recipient.inbox().acknowledges(messageId);
        sender.trace(messageId).waitUntil(ACKNOWLEDGED).waitUntilLast("ACKNOWLEDGED");

        var events = sender.trace(messageId).events();
        assertThat(events)
                .extracting(event -> event.path("type").asText())
                .containsExactly("ACCEPTED", "AVAILABLE", "RETRIEVED", "ACKNOWLEDGED");
        assertThat(events)
                .extracting(event -> event.path("sequence").asLong())
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(events).extracting(event -> event.path("at").asText()).isSorted();
        assertThat(events.getLast().path("actor").asText()).isEqualTo(recipient.organisation());
        assertThat(events.getLast().path("recipient").asText()).isEqualTo(recipient.address());
        assertThat(verified(sender, messageId)).contains("ACCEPTED", "AVAILABLE", "RETRIEVED", "ACKNOWLEDGED");
        assertThat(verified(recipient, messageId))
                .contains("AVAILABLE", "RETRIEVED", "ACKNOWLEDGED")
                .doesNotContain("ACCEPTED");
    }

    /** The receipts of a message, verified by the command line with the keys that the system publishes. */
    private String verified(Agency agency, String messageId) {
        var out = new StringWriter();
        int code = se.budkavle.cli.Budkavle.run(
                new PrintWriter(out),
                new PrintWriter(out),
                "verify",
                messageId,
                "--url",
                budkavle.system().gateway().toString(),
                "--as",
                agency.organisation());
        assertThat(code).as(out.toString()).isZero();
        return out.toString();
    }

    @Test
    void aRejectionGivesItsReason() {
        var messageId = sender.sends(message().to(recipient.address())).messageId();
        recipient.inbox().waitUntilReceived(messageId);

        recipient
                .inbox()
                .answers(
                        messageId,
                        "{\"outcome\": \"REJECTED\", \"code\": \"wrong-function\", \"category\": \"BV\", \"detail\": \"Fel nämnd.\"}")
                .expect(204);

        var reason = sender.trace(messageId)
                .waitUntil(REJECTED)
                .deliveries()
                .getFirst()
                .path("reason");
        assertThat(reason.path("code").asText()).isEqualTo("wrong-function");
        assertThat(reason.path("category").asText()).isEqualTo("BV");
    }

    @Test
    void theFirstAnswerStands() {
        var messageId = sender.sends(message().to(recipient.address())).messageId();
        recipient.inbox().waitUntilReceived(messageId);
        recipient.inbox().acknowledges(messageId);

        recipient.inbox().acknowledges(messageId);
        recipient.inbox().answers(messageId, "{\"outcome\": \"REJECTED\"}").expectProblem(409, "already-acknowledged");

        sender.trace(messageId).waitUntil(ACKNOWLEDGED);
    }

    @Test
    void anAnsweredMessageLeavesTheUnacknowledged() {
        var first = sender.sends(message().to(recipient.address())).messageId();
        var second = sender.sends(message().to(recipient.address())).messageId();
        recipient.inbox().waitUntilReceived(first);
        recipient.inbox().waitUntilReceived(second);

        recipient.inbox().acknowledges(first);

        sender.trace(first).waitUntil(ACKNOWLEDGED);
        assertThat(recipient.inbox().items("unacknowledged"))
                .extracting(item -> item.path("messageId").asText())
                .containsExactly(second);
    }

    @Test
    void headChangesNothing() {
        var receipt = sender.sends(message().to(recipient.address()).text("Titta inte."));
        recipient.inbox().waitUntilReceived(receipt.messageId());

        var head = recipient.inbox().content("HEAD", receipt.messageId()).expect(200);

        assertThat(head.body()).isEmpty();
        assertThat(head.header("Content-Digest")).isEqualTo(receipt.contentDigest());
        // A retrieval would be decided before the acknowledgement, and stand before it in the trace.
        recipient.inbox().acknowledges(receipt.messageId());
        sender.trace(receipt.messageId()).waitUntilLast("ACKNOWLEDGED");
        assertThat(sender.trace(receipt.messageId()).types()).doesNotContain("RETRIEVED");
    }

    @Test
    void disposedContentIsGoneAndItsTraceRemains() {
        var messageId = sender.sends(message().to(recipient.address())).messageId();
        recipient.inbox().waitUntilReceived(messageId);

        assertThat(recipient.inbox().content("DELETE", messageId).status()).isIn(200, 202, 204);

        recipient.inbox().content("GET", messageId).expectProblem(410, "content-disposed");
        recipient.inbox().item(messageId).expect(200);
        sender.trace(messageId).waitUntilExactly("ACCEPTED", "AVAILABLE", "DISPOSED");
    }

    @Test
    void manyRecipientsGetOneEach() {
        var addresses = IntStream.range(0, 20)
                .mapToObj(i -> recipient.organisation().replace("0203:", "nr" + i + ".0203:"))
                .toList();
        addresses.forEach(recipient::claims);

        var receipt = sender.sends(message().to(addresses));

        sender.trace(receipt.messageId()).waitUntil(AVAILABLE);
        assertThat(receipt.recipientCount()).isEqualTo(20);
        assertThat(sender.trace(receipt.messageId()).deliveries())
                .extracting(delivery -> delivery.path("recipient").asText())
                .containsExactlyInAnyOrderElementsOf(addresses);
        addresses.forEach(address -> recipient.inbox(address).hasExactly(receipt.messageId()));
    }

    @Test
    void aConversationKeepsItsOrder() {
        var sent = IntStream.range(0, 15)
                .mapToObj(i -> sender.sends(
                                message().to(recipient.address()).with("conversationId", sender.organisation() + "-c"))
                        .messageId())
                .toList();

        sent.forEach(recipient.inbox()::waitUntilReceived);

        assertThat(recipient.inbox().messageIds()).containsExactlyElementsOf(sent);
    }

    @Test
    void anSdkDocumentComesOutByteForByte() {
        var document = SdkDocument.between(sender, recipient);

        arrivesByteForByte(document, document.utf8());
    }

    @Test
    void anSdkDocumentInUtf16KeepsItsBytes() {
        var document = SdkDocument.between(sender, recipient);

        arrivesByteForByte(document, document.utf16());
    }

    private void arrivesByteForByte(SdkDocument document, byte[] bytes) {
        var answer = sender.postsXml(bytes);

        var receipt = Receipt.of(answer);
        assertThat(answer.json().path("senderMessageId").asText()).isEqualTo(document.messageId());
        assertThat(receipt.conversationId()).isEqualTo(document.conversationId());
        var item = recipient.inbox().waitUntilReceived(receipt.messageId());
        assertThat(item.path("type").asText()).isEqualTo(SdkDocument.TYPE);
        assertThat(item.path("label").asText()).isEqualTo("Begäran om yttrande");
        var content = recipient.inbox().contentOf(receipt.messageId());
        assertThat(content.body()).isEqualTo(bytes);
        assertThat(content.header("Content-Type")).startsWith("application/xml");
        assertThat(content.header("Content-Digest")).isEqualTo(receipt.contentDigest());
        recipient.inbox().acknowledges(receipt.messageId());
        sender.trace(receipt.messageId()).waitUntil(ACKNOWLEDGED);
    }

    @Test
    void anSdkDocumentPostedTwiceIsDeliveredOnce() {
        byte[] document = SdkDocument.between(sender, recipient).utf8();
        var first = Receipt.of(sender.postsXml(document));

        var second = Receipt.of(sender.postsXml(document));

        assertThat(second).isEqualTo(first);
        recipient.inbox().hasExactly(first.messageId());
    }

    @Test
    void aPollIsAnsweredAsSoonAsAMessageComes() throws Exception {
        try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            var poll = threads.submit(() -> recipient
                    .call("GET", "/v1/inbox?wait=25&address=" + Http.encoded(recipient.address()))
                    .send());

            long sentAt = System.nanoTime();
            var messageId = sender.sends(message().to(recipient.address())).messageId();
            var answer = poll.get(30, java.util.concurrent.TimeUnit.SECONDS).expect(200);
            long waited = System.nanoTime() - sentAt;

            assertThat(answer.json().path("items").path(0).path("messageId").asText())
                    .isEqualTo(messageId);
            assertThat(answer.json().path("next").asText()).isNotEmpty();
            assertThat(java.time.Duration.ofNanos(waited)).isLessThan(java.time.Duration.ofSeconds(10));
        }
    }

    @Test
    void aFeedGoesOnWhereItsCursorPoints() {
        var first = sender.sends(message().to(recipient.address())).messageId();
        recipient.inbox().waitUntilReceived(first);
        var next = recipient
                .call("GET", "/v1/inbox?address=" + Http.encoded(recipient.address()))
                .send()
                .expect(200)
                .json()
                .path("next")
                .asText();

        var second = sender.sends(message().to(recipient.address())).messageId();
        recipient.inbox().waitUntilReceived(second);
        var page = recipient
                .call("GET", "/v1/inbox?address=" + Http.encoded(recipient.address()) + "&after=" + Http.encoded(next))
                .send()
                .expect(200)
                .json();

        assertThat(page.path("items")
                        .valueStream()
                        .map(item -> item.path("messageId").asText())
                        .toList())
                .isEqualTo(List.of(second));
    }

    @Test
    void theContentOfAnUnreadNoteIsUtf8() {
        byte[] bytes = "Ö".getBytes(StandardCharsets.UTF_8);
        var receipt = sender.sends(message().to(recipient.address()).text("Ö"));

        assertThat(receipt.contentDigest())
                .isEqualTo(Digests.contentDigest(java.nio.ByteBuffer.wrap(Digests.sha256(bytes))));
    }
}
