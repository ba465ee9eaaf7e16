package se.budkavle.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules that keep every later change compatible hold for every type. */
class SchemaRulesTest {

    static Stream<Schema> records() {
        return named().filter(schema -> schema.getType() == Schema.Type.RECORD);
    }

    static Stream<Schema> enums() {
        return named().filter(schema -> schema.getType() == Schema.Type.ENUM);
    }

    @ParameterizedTest
    @MethodSource("records")
    void everyRecordHasRoomForWhatComes(Schema record) {
        Schema.Field last = record.getFields().getLast();

        assertThat(last.name()).isEqualTo("extensions");
        assertThat(last.hasDefaultValue()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("records")
    void everyFieldIsExplained(Schema record) {
        assertThat(record.getDoc()).isNotBlank();
        assertThat(record.getFields()).allSatisfy(field -> assertThat(field.doc())
                .as(record.getName() + "." + field.name())
                .isNotBlank());
    }

    @ParameterizedTest
    @MethodSource("records")
    void unionsAreWithNullAlone(Schema record) {
        assertThat(record.getFields())
                .filteredOn(field -> field.schema().isUnion())
                .allSatisfy(field -> {
                    assertThat(field.schema().getTypes()).hasSize(2);
                    assertThat(field.schema().getTypes().getFirst().getType()).isEqualTo(Schema.Type.NULL);
                    assertThat(field.hasDefaultValue()).isTrue();
                });
    }

    @ParameterizedTest
    @MethodSource("enums")
    void anOldReaderSurvivesANewSymbol(Schema enumeration) {
        assertThat(enumeration.getEnumSymbols()).startsWith("UNKNOWN");
        assertThat(enumeration.getEnumDefault()).isEqualTo("UNKNOWN");
    }

    @Test
    void thereIsAtLeastATypePerTopic() {
        assertThat(records().map(Schema::getName)).contains("Message", "Delivery", "Address", "Subscription");
    }

    private static Stream<Schema> named() {
        Map<String, Schema> found = new LinkedHashMap<>();
        List<Schema> todo = new ArrayList<>();
        Topics.all().forEach(topic -> todo.add(SpecificData.get().getSchema(topic.valueType())));
        while (!todo.isEmpty()) {
            Schema schema = todo.removeLast();
            switch (schema.getType()) {
                case RECORD -> {
                    if (found.put(schema.getFullName(), schema) == null) {
                        schema.getFields().forEach(field -> todo.add(field.schema()));
                    }
                }
                case ENUM -> found.put(schema.getFullName(), schema);
                case ARRAY -> todo.add(schema.getElementType());
                case MAP -> todo.add(schema.getValueType());
                case UNION -> todo.addAll(schema.getTypes());
                default -> {}
            }
        }
        return found.values().stream();
    }
}
