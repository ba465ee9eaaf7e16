package se.budkavle.chaos.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayAccountingTest {

    private static final String JOB =
            "{\"id\": \"j\", \"status\": \"DONE\", \"matched\": 2, \"replayed\": 2, \"succeeded\": 2, \"skipped\": 0, \"failedAgain\": 0}";
    private static final String LETTER =
            "{\"id\": \"%s\", \"status\": \"REPLAYED\", \"replays\": 1, \"outcome\": \"SUCCEEDED\", \"replayId\": \"j\"}";

    private final String first = LETTER.formatted("1");
    private final String second = LETTER.formatted("2");

    private static List<Finding> compare(String job, String... letters) throws JsonProcessingException {
        var json = new ObjectMapper();
        List<JsonNode> read = new ArrayList<>();
        for (String letter : letters) {
            read.add(json.readTree(letter));
        }
        return ReplayAccounting.compare(2, json.readTree(job), read);
    }

    @Test
    void eachOnceAndEachWell() throws Exception {
        assertThat(compare(JOB, first, second)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "DONE, RUNNING",
        "matched\": 2, matched\": 1",
        "replayed\": 2, replayed\": 3",
        "succeeded\": 2, succeeded\": 1",
        "skipped\": 0, skipped\": 1",
        "failedAgain\": 0, failedAgain\": 1"
    })
    void aJobThatSaysOtherwiseIsFound(String right, String wrong) throws Exception {
        assertThat(compare(JOB.replace(right, wrong), first, second))
                .extracting(Finding::kind, Finding::where)
                .containsExactly(tuple(Finding.Kind.NOT_REPLAYED, "job"));
    }

    @ParameterizedTest
    @CsvSource({
        "REPLAYED, OPEN",
        "replays\": 1, replays\": 2",
        "SUCCEEDED, FAILED_AGAIN",
        "replayId\": \"j, replayId\": \"k"
    })
    void aDeadLetterThatWasNotReplayedJustOnceIsFound(String right, String wrong) throws Exception {
        assertThat(compare(JOB, first, second.replace(right, wrong)))
                .extracting(Finding::where)
                .containsExactly("2");
    }

    @Test
    void oneTooFewOrTwiceIsFound() throws Exception {
        assertThat(compare(JOB, first)).hasSize(1);
        assertThat(compare(JOB, first, first)).hasSize(1);
        assertThat(compare(JOB, first, second, LETTER.formatted("3"))).hasSize(1);
    }
}
