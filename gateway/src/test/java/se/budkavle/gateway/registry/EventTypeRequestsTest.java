package se.budkavle.gateway.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.budkavle.gateway.problem.Issue;
import se.budkavle.gateway.problem.Parsed;
import se.budkavle.gateway.schema.DataSchemas;
import se.budkavle.gateway.schema.SchemaSettings;
import se.budkavle.schemas.avro.EventType;
import se.budkavle.schemas.avro.Visibility;

class EventTypeRequestsTest {

    private static final String TYPE = "se.a.changed";
    private static final String OWNER = "0203:a.se";
    private static final DataSchemas SCHEMAS = new DataSchemas(new SchemaSettings(1, 100_000));

    private static Parsed<EventType> parse(String body) {
        return EventTypeRequests.parse(body.getBytes(UTF_8), TYPE, OWNER, Instant.EPOCH, SCHEMAS);
    }

    @Test
    void aTypeWithEverything() {
        var type = parse("""
                {"type": "se.a.changed", "version": 3, "owner": "0203:B.se", "description": "what changed",
                 "schema": {"type": "object", "properties": {"n": {"minimum": 1.10}}}, "visibility": "LIMITED",
                 "audience": ["0203:c.se", "0203:C.se"]}""").orRefuse();

        assertThat(type.getOrganisation()).isEqualTo("0203:b.se");
        assertThat(type.getSchema$()).isEqualTo("{\"type\":\"object\",\"properties\":{\"n\":{\"minimum\":1.10}}}");
        assertThat(type.getSchemaType()).isEqualTo(DataSchemas.JSON_SCHEMA);
        assertThat(type.getAudience()).containsExactly("0203:c.se");
    }

    @Test
    void aTypeWithNothing() {
        var type = parse("{}").orRefuse();

        assertThat(type.getType()).isEqualTo(TYPE);
        assertThat(type.getOrganisation()).isEqualTo(OWNER);
        assertThat(type.getVisibility()).isEqualTo(Visibility.PUBLIC);
        assertThat(type.getSchema$()).isNull();
        assertThat(type.getSchemaType()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "type": "se.a.0ffending"                                          | /type        | differs-from-path
            "owner": "0ffending space"                                        | /owner       | invalid-organisation
            "owner": 1                                                        | /owner       | wrong-type
            "description": ""                                                 | /description | too-short
            "visibility": "0ffending"                                         | /visibility  | not-in-list
            "audience": ["0203:b.se"]                                         | /audience    | not-limited
            "visibility": "LIMITED", "audience": ["0ffending space"]          | /audience/0  | invalid-organisation
            "visibility": "LIMITED", "audience": [1]                          | /audience/0  | wrong-type
            "schema": {"type": "0ffending"}                                   | /schema/type | invalid-schema
            "schema": {"$ref": "https://0ffending.se"}                        | /schema/$ref | reference-not-local
            "schema": {"type": "0ffending"}, "schemaType": "application/vnd.apache.avro+json" | /schema | invalid-schema
            "schemaType": "application/schema+json"                           | /schemaType  | without-schema
            "schema": true, "schemaType": "0ffending"                         | /schemaType  | not-in-list
            "version": "0ffending"                                            | /version     | wrong-type
            "0ffending": 1                                                    | /0ffending   | unknown-field
            """)
    void oneFault(String members, String pointer, String code) {
        var parsed = parse("{" + members + "}");

        assertThat(parsed).isInstanceOf(Parsed.Invalid.class);
        var issues = ((Parsed.Invalid<EventType>) parsed).refusal().issues();
        assertThat(issues).extracting(Issue::pointer, Issue::code).containsExactly(tuple(pointer, code));
        assertThat(issues).noneMatch(issue -> issue.detail().contains("0ffending"));
    }

    @Test
    void aSchemaIsBounded() {
        var parsed = parse("{\"schema\": {\"description\": \"" + "a".repeat(65_536) + "\"}}");

        assertThat(((Parsed.Invalid<EventType>) parsed).refusal().issues())
                .extracting(Issue::pointer, Issue::code)
                .containsExactly(tuple("/schema", "too-long"));
    }
}
