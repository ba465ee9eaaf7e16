package se.budkavle.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;

class DeadLetterTest {

    private static final DeadLetter STORY = new DeadLetter(
            DeadLetter.id("messages.normal", 1, 42, "0203:b.se"),
            "messages.normal",
            1,
            42,
            Reason.UNKNOWN_RECIPIENT,
            "m-1",
            "0203:b.se",
            null,
            "0203:a.se",
            Instant.parse("2030-01-01T00:00:00Z"),
            Instant.parse("2030-01-01T00:00:10Z"),
            3,
            1);

    private final Headers headers = new org.apache.kafka.common.header.internals.RecordHeaders();

    @Test
    void itsHeadersTellTheWholeStory() {
        STORY.writeTo(headers);

        assertThat(DeadLetter.from(headers)).isEqualTo(STORY);
    }

    @Test
    void aReplayLeavesTheStoryBehindAndKeepsTheRest() {
        RecordHeaders.put(headers, RecordHeaders.MESSAGE_ID, "m-1");
        STORY.writeTo(headers);

        DeadLetter.removeFrom(headers);

        assertThat(DeadLetter.from(headers)).isNull();
        assertThat(RecordHeaders.get(headers, RecordHeaders.MESSAGE_ID)).isEqualTo("m-1");
    }

    @Test
    void strangeHeadersTellNoStory() {
        STORY.writeTo(headers);
        headers.remove("budkavle-dl-offset").add("budkavle-dl-offset", "x".getBytes(StandardCharsets.UTF_8));

        assertThat(DeadLetter.from(headers)).isNull();
    }

    @Test
    void theSameFailureHasTheSameId() {
        assertThat(DeadLetter.id("t", 0, 1, "r")).isEqualTo(DeadLetter.id("t", 0, 1, "r"));
        assertThat(DeadLetter.id("t", 0, 1, "r")).isNotEqualTo(DeadLetter.id("t", 0, 1, "s"));
        assertThat(DeadLetter.id("t", 0, 1, null)).isNotEqualTo(DeadLetter.id("t", 1, 1, null));
    }
}
