package se.budkavle.gateway.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.budkavle.gateway.json.StrictJson;
import se.budkavle.gateway.problem.Issue;
import se.budkavle.gateway.problem.Issues;
import se.budkavle.gateway.schema.DataSchema.Data;

/** Schemas as they are registered, and data that is held against them. */
class DataSchemasTest {

    private static final long STEPS = 100_000;
    private static final DataSchemas SCHEMAS = new DataSchemas(new SchemaSettings(10, STEPS));

    private static final String ROADWORKS = """
            {"$schema": "https://json-schema.org/draft/2020-12/schema",
             "type": "object",
             "properties": {
               "road": {"type": "string", "pattern": "^E[0-9]{1,3}$", "maxLength": 4},
               "lanes": {"type": "integer", "minimum": 1, "maximum": 8},
               "kind": {"enum": ["MENDING", "BUILDING"]},
               "price": {"type": "number", "multipleOf": 0.1},
               "at": {"type": "array", "items": {"$ref": "#/$defs/point"}, "minItems": 1, "maxItems": 2},
               "next": {"$ref": "#"}},
             "required": ["road"],
             "additionalProperties": false,
             "$defs": {"point": {"type": "object", "required": ["north", "east"], "x-unit": "SWEREF 99"}}}
            """;

    private static final String AVRO = """
            {"type": "record", "name": "Roadworks", "fields": [
              {"name": "road", "type": "string"},
              {"name": "lanes", "type": "int"},
              {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["MENDING", "BUILDING"]}},
              {"name": "note", "type": ["null", "string"]},
              {"name": "at", "type": {"type": "array", "items": "double"}},
              {"name": "more", "type": {"type": "map", "values": "long"}},
              {"name": "next", "type": ["null", "Roadworks"]}]}
            """;

    private static final String GOOD =
            "{\"road\": \"E4\", \"lanes\": 2, \"kind\": \"MENDING\", \"note\": {\"string\": \"x\"}, \"at\": [1.5], \"more\": {\"a\": 1}, \"next\": null}";

    private static JsonNode json(String text) {
        return StrictJson.value(text.getBytes(UTF_8), new Issues()).orRefuse();
    }

    private static Issues compile(String schema, String mediaType) {
        var issues = new Issues();
        var compiled = SCHEMAS.compile(json(schema), mediaType, "/schema", issues);
        assertThat(compiled == null).isEqualTo(!issues.isEmpty());
        return issues;
    }

    private static Issues check(String schema, String mediaType, Data data) {
        var compiled = SCHEMAS.compile(json(schema), mediaType, "/schema", new Issues());
        assertThat(compiled).isNotNull();
        var issues = new Issues();
        compiled.check(data, "/data", issues, new Steps(STEPS));
        return issues;
    }

    private static Data data(String text) {
        return new Data.Json(json(text), ByteBuffer.wrap(text.getBytes(UTF_8)));
    }

    private static void has(Issues issues, String pointer, String code) {
        assertThat(issues.list()).extracting(Issue::pointer, Issue::code).containsExactly(tuple(pointer, code));
        assertThat(issues.list()).noneMatch(issue -> issue.detail().contains("0ffending"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "{}",
                "{\"$id\": \"https://a.se/s\", \"$ref\": \"#/$defs/a\", \"$defs\": {\"a\": {\"type\": \"object\"}}}",
                "{\"$ref\": \"#a\", \"$defs\": {\"x\": {\"$anchor\": \"a\", \"type\": \"object\"}}}",
                "{\"properties\": {\"$ref\": {\"type\": \"string\"}, \"$id\": {\"type\": \"string\"}}}",
                "{\"definitions\": {\"a b\": {}}, \"items\": {\"$ref\": \"#/definitions/a%20b\"}}",
                "{\"default\": {\"$ref\": \"https://a.se/x\"}}",
                "{\"pattern\": \"^[\\\\u00e5-\\\\u00f6]+\\\\/\\\\p{L}$\"}"
            })
    void whatIsASchema(String schema) {
        assertThat(compile(schema, DataSchemas.JSON_SCHEMA).list()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            []                                                                 | /schema                       | invalid-schema
            {"type": "0ffending"}                                              | /schema/type                  | invalid-schema
            {"properties": {"a": {"minLength": -1}}}                           | /schema/properties/a/minLength | invalid-schema
            {"required": "0ffending"}                                          | /schema/required              | invalid-schema
            {"$schema": "http://json-schema.org/draft-07/schema#"}             | /schema/$schema               | not-supported
            {"$ref": "https://a.se/0ffending"}                                 | /schema/$ref                  | reference-not-local
            {"items": {"$ref": "classpath:gateway/application.yml"}}           | /schema/items/$ref            | reference-not-local
            {"items": {"$ref": "file:///etc/passwd"}}                          | /schema/items/$ref            | reference-not-local
            {"$ref": "#/$defs/0ffending"}                                      | /schema/$ref                  | unknown-reference
            {"$ref": "#0ffending"}                                             | /schema/$ref                  | unknown-reference
            {"$ref": "#/default", "default": {"$ref": "https://a.se/x"}}       | /schema/$ref                  | unknown-reference
            {"$dynamicRef": "https://a.se/x"}                                  | /schema/$dynamicRef           | reference-not-local
            {"$ref": "#"}                                                      | /schema                       | endless-reference
            {"allOf": [{"$ref": "#/$defs/a"}], "$defs": {"a": {"not": {"$ref": "#"}}}} | /schema               | endless-reference
            {"items": {"$id": "https://a.se/x"}}                               | /schema/items/$id             | not-supported
            {"pattern": "(a)\\\\1"}                                            | /schema/pattern               | invalid-pattern
            {"pattern": "(?=0ffending)"}                                       | /schema/pattern               | invalid-pattern
            {"pattern": "((a{1000}){1000}){1000}"}                             | /schema/pattern               | invalid-pattern
            {"patternProperties": {"(?!a)": {}}}                               | /schema/patternProperties/(?!a) | invalid-pattern
            """)
    void whatIsNone(String schema, String pointer, String code) {
        has(compile(schema, DataSchemas.JSON_SCHEMA), pointer, code);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"road": 0}                                  | /data/road       | wrong-type
            {"road": "0ffending"}                        | /data/road       | pattern, too-long
            {"lanes": 1}                                 | /data/road       | missing
            {"road": "E4", "0ffending": 1}               | /data/0ffending  | unknown-field
            {"road": "E4", "lanes": 9}                   | /data/lanes      | out-of-range
            {"road": "E4", "lanes": 0}                   | /data/lanes      | out-of-range
            {"road": "E4", "lanes": 1.5}                 | /data/lanes      | wrong-type
            {"road": "E4", "kind": "0ffending"}          | /data/kind       | not-in-list
            {"road": "E4", "price": 0.15}                | /data/price      | multiple-of
            {"road": "E4", "at": []}                     | /data/at         | too-few
            {"road": "E4", "at": [{"north": 1}]}         | /data/at/0/east  | missing
            {"road": "E4", "next": {"road": "0ffen"}}    | /data/next/road  | pattern, too-long
            "0ffending"                                  | /data            | wrong-type
            """)
    void dataThatBreaksAJsonSchema(String data, String pointer, String codes) {
        var issues = check(ROADWORKS, DataSchemas.JSON_SCHEMA, data(data));

        assertThat(issues.list()).extracting(Issue::pointer).containsOnly(pointer);
        assertThat(issues.list()).extracting(Issue::code).containsExactlyInAnyOrder(codes.split(", "));
        assertThat(issues.list()).noneMatch(issue -> issue.detail().contains("0ffen"));
    }

    @Test
    void dataThatKeepsToItsSchema() {
        var good = data("{\"road\": \"E4\", \"lanes\": 2, \"price\": 0.3, \"next\": {\"road\": \"E6\"}}");

        assertThat(check(ROADWORKS, DataSchemas.JSON_SCHEMA, good).list()).isEmpty();
    }

    @Test
    void everyFaultOfTheDataIsTold() {
        var issues = check(ROADWORKS, DataSchemas.JSON_SCHEMA, data("{\"road\": 1, \"lanes\": \"2\", \"x\": 3}"));

        assertThat(issues.list())
                .extracting(Issue::pointer)
                .containsExactlyInAnyOrder("/data/road", "/data/lanes", "/data/x");
    }

    @Test
    void aSchemaForJsonTakesNothingElse() {
        has(check(ROADWORKS, DataSchemas.JSON_SCHEMA, new Data.Missing()), "/data", "missing");
        has(
                check(ROADWORKS, DataSchemas.JSON_SCHEMA, new Data.Bytes("text/plain", ByteBuffer.allocate(1))),
                "/data",
                "wrong-media-type");
    }

    @Test
    void aSchemaThatDoublesItsWorkAtEachStepIsStopped() {
        var bomb = IntStream.range(0, 60)
                .mapToObj(i -> "\"a%d\": {\"allOf\": [{\"$ref\": \"#/$defs/a%d\"}, {\"$ref\": \"#/$defs/a%d\"}]}"
                        .formatted(i, i + 1, i + 1))
                .collect(Collectors.joining(", ", "{\"$ref\": \"#/$defs/a0\", \"$defs\": {", ", \"a60\": {}}}"));

        has(check(bomb, DataSchemas.JSON_SCHEMA, data("1")), "/data", "too-complex");
    }

    @Test
    void aPatternThatWouldTryEveryWayToSplitATextIsQuick() {
        var text = "a".repeat(50_000) + "!";

        has(check("{\"pattern\": \"^(a+)+$\"}", DataSchemas.JSON_SCHEMA, data("\"" + text + "\"")), "/data", "pattern");
    }

    @Test
    void millionsOfFaultsAreNotKept() {
        var many = "1,".repeat(15_000);

        var issues = check(
                "{\"items\": {\"type\": \"string\"}}",
                DataSchemas.JSON_SCHEMA,
                data("[" + many.substring(0, many.length() - 1) + "]"));

        assertThat(issues.list()).hasSize(100).allMatch(issue -> issue.code().equals("wrong-type"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "1",
                "{\"type\": \"0ffending\"}",
                "{\"type\": \"record\", \"name\": \"R\"}",
                "{\"type\": \"record\", \"name\": \"0 ffending\", \"fields\": []}",
                "{\"type\": \"enum\", \"name\": \"E\", \"symbols\": [\"a b\"]}"
            })
    void whatIsNoAvroSchema(String schema) {
        has(compile(schema, DataSchemas.AVRO_SCHEMA), "/schema", "invalid-schema");
    }

    @Test
    void anAvroSchemaThatDoublesAtEachRecordIsRefused() {
        var fields = IntStream.range(0, 14)
                .mapToObj(i ->
                        "{\"name\": \"r%d\", \"type\": {\"type\": \"record\", \"name\": \"R%d\", \"fields\": [%s]}}"
                                .formatted(i, i, fourOf(i == 0 ? "int" : "R" + (i - 1))))
                .collect(Collectors.joining(", "));

        has(
                compile(
                        "{\"type\": \"record\", \"name\": \"Top\", \"fields\": [" + fields + "]}",
                        DataSchemas.AVRO_SCHEMA),
                "/schema",
                "too-complex");
    }

    private static String fourOf(String type) {
        return IntStream.range(0, 4)
                .mapToObj(i -> "{\"name\": \"f%d\", \"type\": \"%s\"}".formatted(i, type))
                .collect(Collectors.joining(", "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"road": 1                                       | /data/road
            {"lanes": "0ffending"                            | /data/lanes
            {"kind": "0ffending"                             | /data/kind
            {"note": {"int": 1}                              | /data/note
            {"at": [1.5, "0ffending"]                        | /data/at/1
            {"more": {"a": "0ffending"}                      | /data/more/a
            {"next": {"Roadworks": {"road": 1}}              | /data/next/road
            """)
    void dataThatBreaksAnAvroSchema(String change, String pointer) {
        var wrong = (ObjectNode) json(GOOD);
        wrong.setAll((ObjectNode) json(change + "}"));

        has(check(AVRO, DataSchemas.AVRO_SCHEMA, data(wrong.toString())), pointer, "breaks-schema");
    }

    @Test
    void dataInAvrosJsonAndBinaryEncoding() throws IOException {
        assertThat(check(AVRO, DataSchemas.AVRO_SCHEMA, data(GOOD)).list()).isEmpty();
        assertThat(check(AVRO, DataSchemas.AVRO_SCHEMA, binary(good())).list()).isEmpty();
    }

    @Test
    void binaryDataThatIsSomethingElse() throws IOException {
        var good = good();
        has(check(AVRO, DataSchemas.AVRO_SCHEMA, binary(Arrays.copyOf(good, 3))), "/data", "breaks-schema");
        has(
                check(AVRO, DataSchemas.AVRO_SCHEMA, binary(Arrays.copyOf(good, good.length + 1))),
                "/data",
                "trailing-data");
        has(
                check(AVRO, DataSchemas.AVRO_SCHEMA, new Data.Bytes("image/png", ByteBuffer.wrap(good))),
                "/data",
                "wrong-media-type");
    }

    @Test
    void aFewBytesThatClaimToBeABillionValuesAreStopped() throws IOException {
        var bytes = new ByteArrayOutputStream();
        var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        encoder.writeLong(2_000_000_000L);
        encoder.flush();

        has(
                check(
                        "{\"type\": \"array\", \"items\": \"null\"}",
                        DataSchemas.AVRO_SCHEMA,
                        binary(bytes.toByteArray())),
                "/data",
                "too-complex");
    }

    private static byte[] good() throws IOException {
        var bytes = new ByteArrayOutputStream();
        var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        encoder.writeString("E4");
        encoder.writeInt(2);
        encoder.writeEnum(0);
        encoder.writeIndex(0);
        encoder.writeNull();
        encoder.writeArrayStart();
        encoder.setItemCount(1);
        encoder.startItem();
        encoder.writeDouble(1.5);
        encoder.writeArrayEnd();
        encoder.writeMapStart();
        encoder.setItemCount(0);
        encoder.writeMapEnd();
        encoder.writeIndex(0);
        encoder.writeNull();
        encoder.flush();
        return bytes.toByteArray();
    }

    private static Data binary(byte[] bytes) {
        return new Data.Bytes("application/vnd.apache.avro", ByteBuffer.wrap(bytes));
    }
}
