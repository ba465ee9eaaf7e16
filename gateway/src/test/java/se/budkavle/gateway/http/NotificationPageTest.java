package se.budkavle.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotificationPageTest {

    private static NotificationPage cut(String json) throws IOException {
        return NotificationPage.cut(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void eventsStayAsTheyAreDigitForDigit() throws Exception {
        var first =
                "{\"sequence\":\"0000000000000000007\",\"data\":{ \"sequence\": 1.10, \"n\": 1e400, \"t\": \"åäö ]}\" }}";
        var second = "{\"data\":[[1,2],{\"next\":\"x\"}],\"sequence\":\"0000000000000000012\"}";

        var page = cut("{\"items\":[" + first + " , " + second + "],\"next\":\"12\"}");

        assertThat(page.items()).extracting(NotificationPage.Item::position).containsExactly("7", "12");
        assertThat(new String(page.json(position -> "after-" + position), StandardCharsets.UTF_8))
                .isEqualTo("{\"items\":[" + first + "," + second + "],\"next\":\"after-12\"}");
    }

    @Test
    void anEmptyPageHasANextToo() throws Exception {
        var page = cut("{\"items\":[],\"next\":\"-1\"}");

        assertThat(new String(page.json(position -> position), StandardCharsets.UTF_8))
                .isEqualTo("{\"items\":[],\"next\":\"-1\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"items\":[]}",
                "{\"items\":[{}],\"next\":\"1\"}",
                "{\"items\":[{\"sequence\":\"x\"}],\"next\":\"1\"}",
                "{\"items\":[{\"sequence\":\"1\"}"
            })
    void whatIsNoPage(String json) {
        assertThatThrownBy(() -> cut(json)).isInstanceOf(IOException.class);
    }
}
