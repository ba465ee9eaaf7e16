package se.budkavle.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.budkavle.schemas.ReceiptChains.Fault;
import se.budkavle.schemas.avro.AcknowledgementIssue;
import se.budkavle.schemas.avro.ContentRef;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.MessageEventType;
import se.budkavle.schemas.avro.MessageStatus;
import se.budkavle.schemas.avro.ReasonCategory;

/** One thing made wrong at a time, at each receipt in turn, is seen at once and called by its name. */
class ReceiptChainsTest {

    private static final Instant AT = Instant.parse("2026-05-01T12:00:00.123Z");
    private static final String SECRET = "canary-of-content";
    private static final byte[] DIGEST = Digests.sha256(new byte[] {1});

    private final List<ReceiptClaims> receipts = new ArrayList<>();

    /** Acceptance alone, and three steps of each of two deliveries. */
    @BeforeEach
    void receipts() {
        receipts.add(ReceiptClaims.of(step("m", null, MessageEventType.ACCEPTED), "test", null));
        for (String recipient : List.of("one", "two")) {
            ReceiptClaims before = null;
            for (var type :
                    List.of(MessageEventType.AVAILABLE, MessageEventType.RETRIEVED, MessageEventType.ACKNOWLEDGED)) {
                before = ReceiptClaims.of(step("m", recipient, type), "test", before);
                receipts.add(before);
            }
        }
    }

    static IntStream all() {
        return IntStream.range(0, 7);
    }

    @Test
    void whatIsWholeHasNoFault() {
        assertThat(faults()).allMatch(Set::isEmpty);
        assertThat(receipts).extracting(ReceiptClaims::number).containsExactly(1, 1, 2, 3, 1, 2, 3);
    }

    @Test
    void chainsMayStandInAnyOrderAndAlone() {
        assertThat(ReceiptChains.faults("m", receipts.reversed().subList(0, 0))).isEmpty();
        assertThat(ReceiptChains.faults("m", receipts.subList(4, 7))).allMatch(Set::isEmpty);
        receipts.add(receipts.removeFirst());

        assertThat(faults()).allMatch(Set::isEmpty);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 5})
    void theOneAfterWhatIsMissingSaysSo(int index) {
        receipts.remove(index);

        assertThat(faults().get(index)).containsExactly(Fault.MISSING);
        assertThat(faults()).filteredOn(each -> !each.isEmpty()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 5})
    void whatIsAlteredIsNotWhatTheNextOneNames(int index) {
        replace(index, receipts.get(index).json().replace("2026-05-01T12:00:00.123Z", "2026-05-01T12:00:00.124Z"));

        assertThat(faults().get(index + 1)).containsExactly(Fault.UNLINKED);
        assertThat(faults()).filteredOn(each -> !each.isEmpty()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 5})
    void whatChangedPlacesSaysSo(int index) {
        receipts.add(index + 1, receipts.remove(index));

        assertThat(faults().get(index)).containsExactly(Fault.REORDERED);
        assertThat(faults()).filteredOn(each -> !each.isEmpty()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("all")
    void whatIsThereTwiceSaysSo(int index) {
        receipts.add(index, receipts.get(index));

        assertThat(faults().get(index)).containsExactly(Fault.REPEATED);
        assertThat(faults()).filteredOn(each -> !each.isEmpty()).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("all")
    void anothersIsForeign(int index) {
        receipts.add(index, ReceiptClaims.of(step("n", "one", MessageEventType.AVAILABLE), "test", null));

        assertThat(faults().get(index)).containsExactly(Fault.FOREIGN);
        assertThat(faults()).filteredOn(each -> !each.isEmpty()).hasSize(1);
    }

    @Test
    void oneOfAnotherDeliveryDoesNotTakeAPlace() {
        replace(2, receipts.get(2).json().replace("\"recipient\":\"one\"", "\"recipient\":\"three\""));

        assertThat(faults().get(2)).contains(Fault.MISSING);
        assertThat(faults().get(3)).contains(Fault.MISSING);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 6})
    void otherContentIsNotThis(int index) {
        String other = Digests.contentDigest(ByteBuffer.wrap(Digests.sha256(new byte[] {2})));
        replace(index, receipts.get(index).json().replace(receipts.get(index).contentDigest(), other));

        assertThat(faults().get(index)).containsExactly(Fault.OTHER_CONTENT);
        assertThat(faults()).filteredOn(each -> !each.isEmpty()).hasSize(1);
    }

    @Test
    void theSameStepInTheSamePlaceGivesTheSame() throws Exception {
        ReceiptClaims again = ReceiptClaims.of(step("m", "one", MessageEventType.RETRIEVED), "test", receipts.get(1));

        assertThat(again).isEqualTo(receipts.get(2));
        assertThat(again.digest()).isEqualTo(receipts.get(2).digest());
        assertThat(again.json()).isEqualTo(ReceiptClaims.canonical(new ObjectMapper().readTree(again.json())));
    }

    @Test
    void noReceiptTellsOfContentOrOfOtherRecipients() {
        assertThat(receipts).extracting(ReceiptClaims::json).noneMatch(json -> json.contains(SECRET));
        assertThat(receipts.subList(1, 4))
                .extracting(ReceiptClaims::json)
                .noneMatch(json -> json.contains("two") || json.contains("envelopeDigest"));
        assertThat(receipts.getFirst().json()).contains("envelopeDigest", "\"recipientCount\":2");
    }

    @Test
    void whatIsNoEvidenceHasNoReceipt() {
        assertThat(ReceiptClaims.isEvidence(step("m", "one", MessageEventType.AVAILABLE)))
                .isTrue();
        assertThat(ReceiptClaims.isEvidence(step("m", "one", MessageEventType.UNREAD)))
                .isFalse();
        assertThat(ReceiptClaims.isEvidence(step("m", "one", MessageEventType.HELD)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{",
                "{\"txn\":\"m\",\"jti\":\"e\",\"events\":{\"urn:else\":{\"sender\":\"s\",\"at\":\"t\"}}}"
            })
    void whatIsNoReceiptIsRefusedAndNotRepeated(String json) {
        assertThatThrownBy(() -> ReceiptClaims.parse(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a receipt");
    }

    private List<Set<Fault>> faults() {
        return ReceiptChains.faults("m", receipts);
    }

    private void replace(int index, String json) {
        assertThat(json).isNotEqualTo(receipts.get(index).json());
        receipts.set(index, ReceiptClaims.parse(json));
    }

    /** Nothing is sorted or escaped anew: what is written is the canonical form. */
    @ParameterizedTest
    @EnumSource(value = MessageEventType.class, names = "UNKNOWN", mode = EnumSource.Mode.EXCLUDE)
    void itIsWrittenCanonically(MessageEventType type) throws Exception {
        String odd = "å\u0001\u001f\u007f\u2028\"\\/<é\ud834\udd1e>\b\t\n\f\r";
        MessageEvent event = MessageEvent.newBuilder(step("m", odd, type))
                .setActorOrganisation(odd)
                .setReasonCode(odd)
                .setReasonCategory(ReasonCategory.OTHER)
                .build();
        ReceiptClaims first = ReceiptClaims.of(step("m", null, type), "test", null);
        ReceiptClaims second = ReceiptClaims.of(event, "test", first);

        for (ReceiptClaims each : List.of(first, second)) {
            assertThat(each.json()).isEqualTo(ReceiptClaims.canonical(new ObjectMapper().readTree(each.json())));
            assertThat(each).isEqualTo(ReceiptClaims.parse(each.json()));
        }
    }

    private static MessageEvent step(String messageId, @Nullable String recipient, MessageEventType type) {
        return MessageEvent.newBuilder()
                .setEventId(Ids.derived("event", messageId, String.valueOf(recipient), type.name()))
                .setMessageId(messageId)
                .setConversationId("c")
                .setType(type)
                .setStatusAfter(MessageStatus.UNKNOWN)
                .setAt(AT)
                .setOrganisation("0203:a.se")
                .setAudience(recipient == null ? List.of("0203:a.se") : List.of("0203:a.se", "0203:b.se"))
                .setRecipient(recipient)
                .setRecipients(recipient == null ? List.of("one", "two") : List.of())
                .setDeliveryId(recipient == null ? null : "d-" + recipient)
                .setReasonCode(type == MessageEventType.ACKNOWLEDGED ? "read" : null)
                .setReasonCategory(type == MessageEventType.ACKNOWLEDGED ? ReasonCategory.OTHER : null)
                .setReasonDetail(SECRET)
                .setIssues(List.of(AcknowledgementIssue.newBuilder()
                        .setCode("c")
                        .setDetail(SECRET)
                        .build()))
                .setCaseIdHash(ByteBuffer.wrap(DIGEST))
                .setContentRef(ContentRef.newBuilder()
                        .setSize(1)
                        .setDigest(ByteBuffer.wrap(DIGEST))
                        .setContentType("text/plain")
                        .setTopic(SECRET)
                        .build())
                .setContentDigest(ByteBuffer.wrap(DIGEST))
                .setEnvelopeDigest(ByteBuffer.wrap(DIGEST))
                .build();
    }
}
