package se.budkavle.chaos.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkloadTest {

    private final Workload workload = Workload.mixed(7, 10, 1_003);

    @Test
    void theSameSeedMakesTheSame() {
        var again = Workload.mixed(7, 10, 1_003);

        assertThat(again).isEqualTo(workload);
        assertThat(drafts(again)).isEqualTo(drafts(workload));
        assertThat(Workload.mixed(8, 10, 1_003)).isNotEqualTo(workload);
    }

    @Test
    void itHasAsManyMessagesAsWereAskedForEachWithAKeyOfItsOwn() {
        assertThat(drafts(workload)).hasSize(1_003).extracting(Draft::key).doesNotHaveDuplicates();
    }

    @Test
    void eachConversationGoesToItsParticipantsInItsLanesAndEndsWithOneToAllInEach() {
        assertThat(workload.conversations()).allSatisfy(conversation -> {
            assertThat(conversation.participants()).doesNotContain(conversation.sender());
            assertThat(conversation.draft(0).recipients())
                    .isNotEmpty()
                    .doesNotHaveDuplicates()
                    .isSubsetOf(conversation.participants());
            assertThat(conversation.closing())
                    .extracting(Draft::priority)
                    .containsExactlyElementsOf(conversation.priorities());
            assertThat(conversation.closing())
                    .allSatisfy(draft -> assertThat(draft.recipients()).isEqualTo(conversation.participants()))
                    .extracting(Draft::key)
                    .doesNotContain(
                            conversation.draft(conversation.messages() - 1).key());
        });
    }

    private static List<Draft> drafts(Workload workload) {
        return workload.conversations().stream()
                .flatMap(conversation ->
                        IntStream.range(0, conversation.messages()).mapToObj(conversation::draft))
                .toList();
    }
}
