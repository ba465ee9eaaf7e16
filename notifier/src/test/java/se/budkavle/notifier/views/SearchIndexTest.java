package se.budkavle.notifier.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;
import static se.budkavle.notifier.views.ViewsRig.INERA;
import static se.budkavle.notifier.views.ViewsRig.NOW;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.budkavle.schemas.Digests;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.MessageEventType;
import se.budkavle.schemas.avro.MessageStatus;

/** What goes in as events is found by every id, in the topology that runs. */
class SearchIndexTest {

    private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String TRACEPARENT = "00-" + TRACE_ID + "-00f067aa0ba902b7-01";
    private static final byte[] CASE_ID_HASH = {1, 2, 3};

    private final SearchIndex index = new SearchIndex();

    private ViewsRig views;

    @BeforeEach
    void start(@TempDir Path state) {
        views = new ViewsRig(state);
    }

    @AfterEach
    void stop() {
        views.close();
    }

    @Test
    void aMessageIsFoundByEveryIdThatItWasGiven() {
        tell(withEveryId("m"));

        assertThat(matched("The-Conversation")).containsExactly("conversationId");
        assertThat(matched("own")).containsExactly("senderMessageId");
        assertThat(matched("answered")).containsExactly("refToMessageId");
        assertThat(matched("key")).containsExactly("idempotencyKey");
        assertThat(matched(TRACE_ID)).containsExactly("traceId");
        assertThat(matched(TRACEPARENT)).containsExactly("traceId");
        assertThat(found(new SearchQuery("KS 1", HexFormat.of().formatHex(CASE_ID_HASH))))
                .extracting(SearchHit::id, SearchHit::organisation, SearchHit::matched, SearchHit::at)
                .containsExactly(tuple("m", INERA, "caseId", NOW));
        assertThat(matched("own2")).isEmpty();
        assertThat(matched("KS 1")).isEmpty();
    }

    @Test
    void idsOfOursAreFoundInCapitalsToo() {
        tell(MessageEvent.newBuilder(accepted("m", 0))
                .setRefToMessageId("0198a1c0-000a")
                .build());

        assertThat(matched("0198A1C0-000A")).containsExactly("refToMessageId");
        assertThat(matched(TRACEPARENT.toUpperCase(Locale.ROOT))).containsExactly("traceId");
    }

    @Test
    void whatIsNotGivenIsNotEntered() {
        tell(MessageEvent.newBuilder(accepted("m", 0)).setConversationId("m").build());

        assertThat(rows()).hasSize(1);
        assertThat(matched(TRACE_ID)).containsExactly("traceId");
        assertThat(matched("m")).isEmpty();
    }

    @Test
    void noIdCanBeReadFromTheKeysButTheMessages() {
        tell(withEveryId("m"));

        assertThat(rows()).hasSize(6).allSatisfy(row -> assertThat(row)
                .endsWith("m\0")
                .doesNotContain("Conversation", "own", "answered", "key", TRACE_ID, "KS"));
    }

    @Test
    void toldAgainChangesNothingAndAnotherMessageOfTheSameNameIsNotEntered() {
        tell(withEveryId("m"));
        tell(withEveryId("m"));
        tell(MessageEvent.newBuilder(withEveryId("m"))
                .setEventId("another")
                .setConversationId("elsewhere")
                .build());

        assertThat(rows()).hasSize(6);
        assertThat(matched("elsewhere")).isEmpty();
    }

    @Test
    void laterStepsAreNotEntered() {
        tell(MessageEvent.newBuilder(withEveryId("m"))
                .setType(MessageEventType.AVAILABLE)
                .build());

        assertThat(rows()).isEmpty();
    }

    @Test
    void aMessageWithOneIdForSeveralThingsIsToldOnce() {
        tell(MessageEvent.newBuilder(accepted("m", 0))
                .setSenderMessageId("same")
                .setRefToMessageId("same")
                .setConversationId("same")
                .build());

        assertThat(matched("same")).containsExactly("senderMessageId");
    }

    @Test
    void theNewestComeFirstAndPagesMeet() {
        for (int i = 1; i <= 7; i++) {
            MessageEvent.Builder event = MessageEvent.newBuilder(accepted("m" + i, i));
            // By two of its ids in turn, so that pages are put together from two lists.
            tell((i % 2 == 0 ? event.setRefToMessageId("x") : event.setConversationId("x")).build());
        }

        List<String> pages = new ArrayList<>();
        Position before = null;
        do {
            Slice<SearchHit> page = index.find(store(), new SearchQuery("x", null), before, 3);
            page.items().forEach(hit -> pages.add(hit.id()));
            before = page.next();
        } while (before != null);

        assertThat(pages).containsExactly("m7", "m6", "m5", "m4", "m3", "m2", "m1");
    }

    @Test
    void aHashThatIsNoneIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SearchQuery("x", "no hash"));
        assertThat(new SearchQuery("KS 1", null)).asString().doesNotContain("KS 1");
    }

    private void tell(MessageEvent event) {
        RecordHeaders headers = new RecordHeaders();
        se.budkavle.schemas.RecordHeaders.put(headers, se.budkavle.schemas.RecordHeaders.TRACEPARENT, TRACEPARENT);
        views.tell(event, headers);
    }

    private List<String> matched(String text) {
        return found(new SearchQuery(text, null)).stream()
                .map(SearchHit::matched)
                .toList();
    }

    private List<SearchHit> found(SearchQuery query) {
        return index.find(store(), query, null, 100).items();
    }

    private List<String> rows() {
        List<String> rows = new ArrayList<>();
        try (var all = store().all()) {
            all.forEachRemaining(row -> {
                if (row.key.get()[0] == TraceStore.FIND) {
                    rows.add(new String(row.key.get(), StandardCharsets.ISO_8859_1));
                }
            });
        }
        return rows;
    }

    private KeyValueStore<Bytes, byte[]> store() {
        return views.store(TraceStore.NAME);
    }

    private static MessageEvent withEveryId(String messageId) {
        return MessageEvent.newBuilder(accepted(messageId, 0))
                .setConversationId("The-Conversation")
                .setSenderMessageId("own")
                .setRefToMessageId("answered")
                .setIdempotencyKeyHash(ByteBuffer.wrap(Digests.sha256("key".getBytes(StandardCharsets.UTF_8))))
                .setCaseIdHash(ByteBuffer.wrap(CASE_ID_HASH))
                .build();
    }

    private static MessageEvent accepted(String messageId, int seconds) {
        return MessageEvent.newBuilder()
                .setEventId("accepted " + messageId)
                .setMessageId(messageId)
                .setConversationId("c")
                .setType(MessageEventType.ACCEPTED)
                .setStatusAfter(MessageStatus.ACCEPTED)
                .setAt(NOW.plusSeconds(seconds))
                .setOrganisation(INERA)
                .setRecipients(List.of("one"))
                .setExpiresAt(NOW.plus(Duration.ofDays(14)))
                .build();
    }
}
