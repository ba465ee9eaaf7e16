package se.budkavle.notifier.views;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.notifier.views.ViewsRig.INERA;
import static se.budkavle.notifier.views.ViewsRig.NOW;
import static se.budkavle.notifier.views.ViewsRig.about;
import static se.budkavle.notifier.views.ViewsRig.accepted;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.MessageEventType;
import se.budkavle.schemas.avro.MessageStatus;

/** The messages of an organisation, by what it knows of them. */
class MessageIndexTest {

    private ViewsRig views;
    private MessageIndex index;

    @BeforeEach
    void start(@TempDir Path state) {
        views = new ViewsRig(state);
        index = new MessageIndex(views.serdes);
    }

    @AfterEach
    void stop() {
        views.close();
    }

    @Test
    void anOrganisationListsItsMessagesNewestFirstByWhatItKnows() {
        for (int i = 1; i <= 5; i++) {
            views.tell(MessageEvent.newBuilder(accepted("m" + i, "one"))
                    .setConversationId("c" + i % 2)
                    .setSenderMessageId("sender-" + i)
                    .setCaseIdHash(ByteBuffer.wrap(new byte[] {(byte) i, 1}))
                    .setAt(NOW.plusSeconds(i))
                    .build());
        }
        views.tell(about("m3", "one", MessageEventType.AVAILABLE, MessageStatus.AVAILABLE));

        assertThat(listed(query(null, null, null, null))).containsExactly("m5", "m4", "m3", "m2", "m1");
        assertThat(listed(query("c1", null, null, null))).containsExactly("m5", "m3", "m1");
        assertThat(listed(query(null, "0401", null, null))).containsExactly("m4");
        assertThat(listed(query(null, null, "sender-2", null))).containsExactly("m2");
        assertThat(listed(query("c1", null, "sender-2", null))).isEmpty();
        assertThat(listed(query(null, null, null, "AVAILABLE"))).containsExactly("m3");
        assertThat(listed(new MessageQuery("0203:digg.se", null, null, null, null)))
                .isEmpty();
    }

    @Test
    void pagesOfMessagesMeet() {
        for (int i = 1; i <= 5; i++) {
            views.tell(accepted("m" + i, "one"));
        }

        Slice<MessageItem> first = messages(query(null, null, null, null), null, 2, 100);
        Slice<MessageItem> second = messages(query(null, null, null, null), first.next(), 2, 100);
        Slice<MessageItem> third = messages(query(null, null, null, null), second.next(), 2, 100);

        assertThat(first.items()).extracting(MessageItem::messageId).containsExactly("m5", "m4");
        assertThat(second.items()).extracting(MessageItem::messageId).containsExactly("m3", "m2");
        assertThat(third.items()).extracting(MessageItem::messageId).containsExactly("m1");
        assertThat(third.next()).isNull();
    }

    @Test
    void anotherMessageInTheNameOfTheFirstIsListedOnce() {
        views.tell(accepted("m", "one"));
        views.tell(MessageEvent.newBuilder(accepted("m", "one"))
                .setEventId("another")
                .setConversationId("d")
                .setAt(NOW.plusSeconds(1))
                .build());
        views.tell(accepted("m", "one"));

        assertThat(listed(query(null, null, null, null))).containsExactly("m");
        assertThat(listed(query("d", null, null, null))).isEmpty();
    }

    private Slice<MessageItem> messages(MessageQuery query, @Nullable Position before, int limit, int maxScanned) {
        return index.list(views.store(TraceStore.NAME), query, before, limit, maxScanned);
    }

    private List<String> listed(MessageQuery query) {
        return messages(query, null, 100, 100).items().stream()
                .map(MessageItem::messageId)
                .toList();
    }

    private static MessageQuery query(
            @Nullable String conversation, @Nullable String hash, @Nullable String sender, @Nullable String status) {
        return new MessageQuery(INERA, conversation, hash, sender, status);
    }
}
