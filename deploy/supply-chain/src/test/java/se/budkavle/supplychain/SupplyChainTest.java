package se.budkavle.supplychain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command as it is called: what it prints, and what it ends with. */
class SupplyChainTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-10T12:00:00Z"), ZoneOffset.UTC);
    private static final String LOG4J = "pkg:maven/org.apache.logging.log4j/log4j-core@%s?type=jar";

    @TempDir
    Path folder;

    private Path database;
    private String out = "";
    private String err = "";

    @BeforeEach
    void aDatabase() throws IOException {
        database = folder.resolve("Maven.zip");
        try (var zip = new ZipOutputStream(Files.newOutputStream(database));
                var in = SupplyChainTest.class.getResourceAsStream("log4shell.json")) {
            zip.putNextEntry(new ZipEntry("GHSA-jfh8-c2jp-5v3r.json"));
            in.transferTo(zip);
        }
    }

    private int check(Path bom, String... more) {
        var arguments = new ArrayList<>(List.of(more));
        arguments.add(bom.toString());
        arguments.add(database.toString());
        var said = new StringWriter();
        var complained = new StringWriter();
        var code = SupplyChain.commandLine(CLOCK)
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(complained))
                .execute(arguments.toArray(String[]::new));
        out = said.toString();
        err = complained.toString();
        return code;
    }

    private Path bom(String... purls) throws IOException {
        var components = new ArrayList<String>();
        for (var purl : purls) {
            components.add("{\"type\": \"library\", \"name\": \"x\", \"purl\": \"" + purl + "\"}");
        }
        return written(
                "bom.json",
                "{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.6\", \"components\": " + components + "}");
    }

    private Path written(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private String exceptions(String id, String until) throws IOException {
        return "--exceptions="
                + written(
                        "exceptions.json",
                        "[{\"id\": \"%s\", \"reason\": \"never logs\", \"until\": \"%s\"}]".formatted(id, until));
    }

    @Test
    void aLibraryWithAKnownFaultFails() throws Exception {
        assertThat(check(bom("pkg:maven/g/a@1", LOG4J.formatted("2.14.1")))).isEqualTo(1);
        assertThat(out)
                .contains(
                        "log4j-core@2.14.1",
                        "CVE-2021-44228 GHSA-jfh8-c2jp-5v3r",
                        "CRITICAL",
                        "2.15.0 2.12.2 2.3.1",
                        "open")
                .contains(
                        "2 libraries looked up in 1 records, the newest of 2026-11-01T00:00:00Z: 1 known faults, 0 of them excepted.");
    }

    @Test
    void aNewerOneDoesNot() throws Exception {
        assertThat(check(bom(LOG4J.formatted("2.25.5"), "pkg:generic/openssl@3")))
                .isZero();
        assertThat(out).contains("0 known faults").contains("no ecosystem known here: pkg:generic/openssl@3");
    }

    @Test
    void whatIsInsideALibraryIsLookedAt() throws Exception {
        var bom = written("bom.json", """
                {"bomFormat": "CycloneDX", "components": [{"name": "outer", "purl": "pkg:maven/g/a@1",
                  "components": [{"name": "inner", "purl": "%s"}]}]}
                """.formatted(LOG4J.formatted("2.14.1")));

        assertThat(check(bom)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CVE-2021-44228", "GHSA-jfh8-c2jp-5v3r"})
    void somebodyMayDecideToLiveWithItForATime(String id) throws Exception {
        assertThat(check(bom(LOG4J.formatted("2.14.1")), exceptions(id, "2026-11-10")))
                .isZero();
        assertThat(out).contains("excepted until 2026-11-10", "1 known faults, 1 of them excepted");
    }

    @Test
    void afterItItFailsAgain() throws Exception {
        assertThat(check(bom(LOG4J.formatted("2.14.1")), exceptions("CVE-2021-44228", "2026-11-09")))
                .isEqualTo(1);
        assertThat(out).contains("EXPIRED 2026-11-09");
    }

    @Test
    void anExceptionForNothingIsTold() throws Exception {
        assertThat(check(bom(LOG4J.formatted("2.25.5")), exceptions("CVE-2021-44228", "2026-12-01")))
                .isZero();
        assertThat(out).contains("to be taken out: CVE-2021-44228");
    }

    @Test
    void aFaultThatTwoDatabasesNameIsOne() throws Exception {
        var other = written("OTHER-1.json", """
                {"id": "OTHER-1", "modified": "2026-11-02T00:00:00Z", "aliases": ["CVE-2021-44228"], "affected": [{
                  "package": {"ecosystem": "Maven", "name": "org.apache.logging.log4j:log4j-core"}, "versions": ["2.14.1"]}]}
                """);

        assertThat(check(bom(LOG4J.formatted("2.14.1")), "--json", "--max-age=20"))
                .isEqualTo(1);
        var alone = new ObjectMapper().readTree(out);
        database = folder.resolve("both");
        Files.createDirectory(database);
        Files.move(other, database.resolve("OTHER-1.json"));
        Files.move(folder.resolve("Maven.zip"), database.resolve("Maven.zip"));

        assertThat(check(bom(LOG4J.formatted("2.14.1")), "--json")).isEqualTo(1);
        var both = new ObjectMapper().readTree(out);
        assertThat(alone.path("findings")).hasSize(1);
        assertThat(both.path("findings")).hasSize(1);
        assertThat(both.at("/findings/0/ids").toString())
                .isEqualTo("[\"CVE-2021-44228\",\"GHSA-jfh8-c2jp-5v3r\",\"OTHER-1\"]");
        assertThat(both.path("records").asInt()).isEqualTo(2);
        assertThat(both.path("fails").asBoolean()).isTrue();
    }

    @Test
    void anOldDatabaseSaysNothing() throws Exception {
        assertThat(check(bom(LOG4J.formatted("2.25.5")), "--max-age=5")).isEqualTo(2);
        assertThat(err).contains("too old", "2026-11-01");
    }

    @Test
    void neitherDoesWhatCannotBeRead() throws Exception {
        var good = bom(LOG4J.formatted("2.25.5"));

        assertThat(check(written("none.json", "{}"))).isEqualTo(2);
        assertThat(check(folder.resolve("absent.json"))).isEqualTo(2);
        assertThat(check(written("empty.json", "{\"bomFormat\": \"CycloneDX\"}")))
                .isEqualTo(2);
        assertThat(check(bom("pkg:maven/g/a"))).isEqualTo(2);
        assertThat(check(
                        bom(LOG4J.formatted("2.25.5")), "--exceptions=" + written("bad.json", "[{\"id\": \"CVE-1\"}]")))
                .isEqualTo(2);
        database = written("broken.json", "{\"id\": \"X\", \"affected\": 1}");
        assertThat(check(good)).isEqualTo(2);
        assertThat(err).contains("broken.json");
        database = Files.createDirectory(folder.resolve("nothing"));
        assertThat(check(good)).isEqualTo(2);
        database = folder.resolve("absent.zip");
        assertThat(check(good)).isEqualTo(2);
    }
}
