package se.budkavle.schemas;

import static org.apache.avro.SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaFormatter;
import org.apache.avro.SchemaParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * FULL_TRANSITIVE: what is built now reads all that any released version wrote, and the other way round. Released
 * versions are kept in {@code schemas/released/<version>/<subject>.avsc}; a release is made with
 * {@code mvn -pl schemas test -Dtest=SchemaCompatibilityTest -Dbudkavle.release=<version>}.
 */
class SchemaCompatibilityTest {

    private static final Path RELEASED = Path.of("released");

    record Released(String version, String subject, Schema schema) {
        @Override
        public String toString() {
            return version + " " + subject;
        }
    }

    static List<Released> released() throws IOException {
        String release = System.getProperty("budkavle.release");
        if (release != null) {
            write(RELEASED.resolve(release));
        }
        try (Stream<Path> files = Files.walk(RELEASED)) {
            return files.filter(file -> file.toString().endsWith(".avsc"))
                    .sorted()
                    .map(SchemaCompatibilityTest::read)
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("released")
    void readsAndIsReadByEveryReleasedVersion(Released before) {
        Schema now = SchemaRegistration.subjects().get(before.subject());

        assertThat(now).as("a released subject is never dropped").isNotNull();
        assertCompatible(now, before.schema());
        assertCompatible(before.schema(), now);
    }

    @Test
    void aChangeThatBreaksIsNoticed() {
        Schema before = new SchemaParser()
                .parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"string\"}]}")
                .mainSchema();
        Schema now = new SchemaParser()
                .parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"long\"}]}")
                .mainSchema();

        assertThat(SchemaCompatibility.checkReaderWriterCompatibility(now, before)
                        .getType())
                .isNotEqualTo(COMPATIBLE);
    }

    private static void assertCompatible(Schema reader, Schema writer) {
        SchemaCompatibility.SchemaPairCompatibility result =
                SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);

        assertThat(result.getResult().getIncompatibilities()).isEmpty();
        assertThat(result.getType()).isEqualTo(COMPATIBLE);
    }

    private static Released read(Path file) {
        try {
            String subject = file.getFileName().toString().replace(".avsc", "");
            Schema schema = new SchemaParser().parse(Files.readString(file)).mainSchema();
            return new Released(file.getParent().getFileName().toString(), subject, schema);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path version) throws IOException {
        Files.createDirectories(version);
        for (Map.Entry<String, Schema> subject : SchemaRegistration.subjects().entrySet()) {
            if (!subject.getKey().endsWith(".dlq-value")) {
                Files.writeString(
                        version.resolve(subject.getKey() + ".avsc"),
                        SchemaFormatter.format("json/pretty", subject.getValue()) + "\n");
            }
        }
    }
}
