package se.budkavle.notifier.views;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.notifier.views.ViewsRig.SECRET;
import static se.budkavle.notifier.views.ViewsRig.event;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.budkavle.schemas.avro.AcknowledgementIssue;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.MessageEventType;

/** The story of a conversation, as its events tell it. */
class TraceStoreTest {

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
    void aTraceIsInTheOrderOfItsConversationAndTellsNothingTwice() {
        views.tell(event("1", MessageEventType.ACCEPTED));
        views.tell(event("2", MessageEventType.AVAILABLE));
        views.tell(event("2", MessageEventType.AVAILABLE));
        views.tell(event("3", MessageEventType.RETRIEVED));

        List<TraceStore.Step> steps = steps();

        assertThat(steps)
                .extracting(step -> step.event().getType())
                .containsExactly(MessageEventType.ACCEPTED, MessageEventType.AVAILABLE, MessageEventType.RETRIEVED);
        assertThat(steps).extracting(TraceStore.Step::sequence).containsExactly(0L, 1L, 3L);
    }

    @Test
    void theRecipientsOwnWordsAreNotKept() {
        views.tell(MessageEvent.newBuilder(event("1", MessageEventType.REJECTED))
                .setReasonDetail(SECRET)
                .setIssues(List.of(AcknowledgementIssue.newBuilder()
                        .setCode("wrong-unit")
                        .setDetail(SECRET)
                        .build()))
                .build());

        assertThat(steps().getFirst().event().getReasonDetail()).isNull();
        assertThat(views.valuesOf(TraceStore.NAME)).noneMatch(value -> value.contains(SECRET));
    }

    private List<TraceStore.Step> steps() {
        return new TraceStore(views.serdes).steps(views.store(TraceStore.NAME), "m");
    }
}
