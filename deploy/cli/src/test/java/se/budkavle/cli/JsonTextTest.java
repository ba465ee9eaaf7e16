package se.budkavle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class JsonTextTest {

    @Test
    void whatFitsStandsOnOneLine() throws JsonProcessingException {
        assertThat(JsonText.pretty(json("{\"a\":1,\"b\":[true,null]}"))).isEqualTo("{\"a\": 1, \"b\": [true, null]}");
    }

    @Test
    void whatDoesNotFitIsBrokenUp() throws JsonProcessingException {
        String text = "x".repeat(100);

        assertThat(JsonText.pretty(json("{\"a\":\"" + text + "\",\"b\":[1,2]}")))
                .isEqualTo("{\n  \"a\": \"" + text + "\",\n  \"b\": [1, 2]\n}");
    }

    @Test
    void whatIsEmptyCanBeLeftOut() throws JsonProcessingException {
        JsonNode json = json("{\"a\":null,\"b\":[],\"c\":{\"d\":null},\"e\":0,\"f\":\"\"}");

        assertThat(JsonText.withoutEmpty(json)).isEqualTo(json("{\"e\":0,\"f\":\"\"}"));
        assertThat(json.has("a")).as("the original is left alone").isTrue();
    }

    @Property(tries = 200)
    void itStaysTheSameJson(@ForAll String name, @ForAll String value) throws JsonProcessingException {
        var node = Api.JSON.createObjectNode().put(name, value);

        assertThat(json(JsonText.pretty(node))).isEqualTo(node);
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return Api.JSON.readTree(text);
    }
}
