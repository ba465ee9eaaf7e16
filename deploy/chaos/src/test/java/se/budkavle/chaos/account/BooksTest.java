package se.budkavle.chaos.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class BooksTest {

    private static final String BALANCE = """
            {"balanced": true, "organisations": [
              {"organisation": "a", "accepted": {"messages": 3, "deliveries": 6}, "difference": 0,
               "ended": {"DUPLICATE": 2, "CONFLICT": 0}, "underWay": {"AVAILABLE": 3, "RETRIEVED": 1}}]}
            """;

    private final List<Accepted> accepted = List.of(message("1"), message("2"));

    @Test
    void theyAgreeWhenWhatWasSentAgainIsLeftOut() throws Exception {
        assertThat(Books.compare(json(BALANCE), accepted, List.of())).isEmpty();
    }

    @Test
    void whatIsAnsweredIsNoLongerInAnInbox() throws Exception {
        var answered = List.of(new Answered("1", "x", true, 0), new Answered("2", "y", false, 0));
        var balance = BALANCE.replace("\"AVAILABLE\": 3", "\"AVAILABLE\": 1")
                .replace("\"CONFLICT\": 0", "\"CONFLICT\": 0, \"ACKNOWLEDGED\": 1, \"REJECTED\": 1");

        assertThat(Books.compare(json(balance), accepted, answered)).isEmpty();
        assertThat(Books.compare(json(balance), accepted, List.of()))
                .extracting(Finding::what)
                .containsExactly("answered: 2, not 0", "in inboxes: 2, not 4");
    }

    @Test
    void aDifferenceIsFound() throws Exception {
        assertThat(Books.compare(json(BALANCE.replace("\"difference\": 0", "\"difference\": 1")), accepted, List.of()))
                .containsExactly(new Finding(Finding.Kind.UNBALANCED, "a", "difference: 1, not 0"));
    }

    @Test
    void oneThatIsMissingInTheInboxesIsFound() throws Exception {
        assertThat(Books.compare(json(BALANCE.replace("\"AVAILABLE\": 3", "\"AVAILABLE\": 2")), accepted, List.of()))
                .containsExactly(new Finding(Finding.Kind.UNBALANCED, "a", "in inboxes: 3, not 4"));
    }

    @Test
    void oneMoreThanTheClientsKnowIsFound() throws Exception {
        assertThat(Books.compare(json(BALANCE), List.of(message("1")), List.of()))
                .extracting(Finding::what)
                .containsExactly("accepted: 4, not 2", "in inboxes: 4, not 2");
    }

    @Test
    void anOrganisationThatTheBooksDoNotKnowIsFound() throws Exception {
        assertThat(Books.compare(json("{\"balanced\": true, \"organisations\": []}"), accepted, List.of()))
                .containsExactly(new Finding(Finding.Kind.UNBALANCED, "a", "accepted: 0, not 4"));
    }

    @Test
    void booksThatSayThemselvesThatTheyDoNotBalanceAreBelieved() throws Exception {
        assertThat(Books.compare(json(BALANCE.replace("true", "false")), accepted, List.of()))
                .hasSize(1);
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text);
    }

    private static Accepted message(String id) {
        return new Accepted(id, "a", "c", "NORMAL", List.of("x", "y"), "", 0, 0, 1);
    }
}
