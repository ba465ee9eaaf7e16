package se.budkavle.supplychain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which versions an advisory speaks of: a real one, and one row for each thing that the OSV schema can say. */
class MatchingTest {

    @TempDir
    Path folder;

    private Advisory advisory(String json) throws IOException {
        Files.writeString(folder.resolve("one.json"), json);
        var read = new ArrayList<Advisory>();
        new Database(List.of(folder)).read(read::add);
        return read.getFirst();
    }

    private static Library library(String purl) {
        return Library.of(purl).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "2.0-beta8, false", "2.0-beta9, true", "2.0, true", "2.0.2, true", "2.3, true", "2.3.1, false", "2.3.2, false",
        "2.4-rc1, false", "2.4, true", "2.4.1, true", "2.12.1, true", "2.12.2, false", "2.12.4, false",
                "2.13.0-rc1, false",
        "2.13.0, true", "2.13, true", "2.14.1, true", "2.15.0-rc1, true", "2.15.0, false", "2.15.0.Final, false",
                "2.25.5, false"
    })
    void versionsOfLog4jWithTheFaultOf2021(String version, boolean affected) throws Exception {
        String json;
        try (var in = MatchingTest.class.getResourceAsStream("log4shell.json")) {
            json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        var library = library("pkg:maven/org.apache.logging.log4j/log4j-core@" + version + "?type=jar");

        assertThat(Matching.isAffected(library, advisory(json))).isEqualTo(affected);
        assertThat(Matching.fixed(library, advisory(json))).containsExactly("2.15.0", "2.12.2", "2.3.1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1.0        | [{"introduced": "0"}]                                                                   | true
            0.1-alpha  | [{"introduced": "0"}, {"fixed": "1.0"}]                                                 | true
            1.0-SNAPSHOT | [{"introduced": "0"}, {"fixed": "1.0"}]                                               | true
            1.0        | [{"introduced": "0"}, {"fixed": "1.0"}]                                                 | false
            1.10       | [{"introduced": "1.9"}, {"last_affected": "1.10"}]                                      | true
            1.10.1     | [{"introduced": "1.9"}, {"last_affected": "1.10"}]                                      | false
            1.8        | [{"introduced": "1.9"}, {"last_affected": "1.10"}]                                      | false
            2.5        | [{"fixed": "3.0"}, {"introduced": "2.0"}, {"fixed": "1.5"}, {"introduced": "1.0"}]      | true
            1.7        | [{"fixed": "3.0"}, {"introduced": "2.0"}, {"fixed": "1.5"}, {"introduced": "1.0"}]      | false
            1.2        | [{"fixed": "3.0"}, {"introduced": "2.0"}, {"fixed": "1.5"}, {"introduced": "1.0"}]      | true
            3.0        | [{"introduced": "1.0"}, {"limit": "2.0"}]                                               | false
            1.9        | [{"introduced": "1.0"}, {"limit": "2.0"}]                                               | true
            """)
    void rangesOfMaven(String version, String events, boolean affected) throws Exception {
        var advisory = advisory(record("Maven", "g:a", "ECOSYSTEM", events, ""));

        assertThat(Matching.isAffected(library("pkg:maven/g/a@" + version), advisory))
                .isEqualTo(affected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            4.17.20       | [{"introduced": "0"}, {"fixed": "4.17.21"}]     | true
            4.17.21       | [{"introduced": "0"}, {"fixed": "4.17.21"}]     | false
            4.17.21-rc.1  | [{"introduced": "0"}, {"fixed": "4.17.21"}]     | true
            4.18.0        | [{"introduced": "4.9.0"}, {"fixed": "4.17.21"}] | false
            4.10.0        | [{"introduced": "4.9.0"}, {"fixed": "4.17.21"}] | true
            """)
    void rangesOfNpm(String version, String events, boolean affected) throws Exception {
        var advisory = advisory(record("npm", "@scope/name", "SEMVER", events, ""));

        assertThat(Matching.isAffected(library("pkg:npm/%40scope/name@" + version), advisory))
                .isEqualTo(affected);
    }

    @Test
    void aVersionThatIsNamedHasIt() throws Exception {
        var advisory = advisory(record("Maven", "g:a", "GIT", "[]", "\"versions\": [\"1.1\", \"1.3\"], "));

        assertThat(Matching.isAffected(library("pkg:maven/g/a@1.3"), advisory)).isTrue();
        assertThat(Matching.isAffected(library("pkg:maven/g/a@1.2"), advisory)).isFalse();
    }

    @Test
    void whatIsWithdrawnIsNone() throws Exception {
        var json = record("Maven", "g:a", "ECOSYSTEM", "[{\"introduced\": \"0\"}]", "");

        assertThat(Matching.isAffected(library("pkg:maven/g/a@1"), advisory(json)))
                .isTrue();
        assertThat(Matching.isAffected(
                        library("pkg:maven/g/a@1"),
                        advisory(json.replaceFirst("\\{", "{\"withdrawn\": \"2026-01-01T00:00:00Z\", "))))
                .isFalse();
    }

    @Test
    void commitsAreNoVersions() throws Exception {
        var advisory = advisory(record("Maven", "g:a", "GIT", "[{\"introduced\": \"0\"}]", ""));

        assertThat(Matching.isAffected(library("pkg:maven/g/a@1"), advisory)).isFalse();
    }

    @Test
    void anotherPackageOrEcosystemDoesNotMatter() throws Exception {
        var advisory = advisory(record("Maven", "g:a", "ECOSYSTEM", "[{\"introduced\": \"0\"}]", ""));

        assertThat(Matching.isAffected(library("pkg:maven/g/b@1"), advisory)).isFalse();
        assertThat(Matching.isAffected(library("pkg:npm/g:a@1"), advisory)).isFalse();
    }

    @Test
    void theRepositoryOfAnEcosystemDoesNot() throws Exception {
        var advisory =
                advisory(record("Maven:https://repo.example/", "g:a", "ECOSYSTEM", "[{\"introduced\": \"0\"}]", ""));

        assertThat(Matching.isAffected(library("pkg:maven/g/a@1"), advisory)).isTrue();
    }

    @Test
    void aWebJarIsAnNpmPackage() throws Exception {
        var advisory = advisory(
                record("npm", "swagger-ui-dist", "SEMVER", "[{\"introduced\": \"0\"}, {\"fixed\": \"6.0.0\"}]", ""));

        assertThat(Matching.isAffected(library("pkg:maven/org.webjars/swagger-ui@5.30.2"), advisory))
                .isTrue();
    }

    @Test
    void whatCannotBeUnderstoodIsNotRead() throws Exception {
        var advisory =
                advisory(record("Maven", "g:a", "ECOSYSTEM", "[{\"introduced\": \"1.0\"}, {\"mended\": \"2.0\"}]", ""));

        assertThat(Matching.isAffected(library("pkg:maven/g/a@3.0"), advisory)).isTrue();
    }

    private static String record(String ecosystem, String name, String type, String events, String more) {
        return """
                {"id": "TEST-1", "modified": "2026-11-01T00:00:00Z", "affected": [{
                  "package": {"ecosystem": "%s", "name": "%s"}, %s
                  "ranges": [{"type": "%s", "events": %s}]}]}
                """.formatted(ecosystem, name, more, type, events);
    }
}
