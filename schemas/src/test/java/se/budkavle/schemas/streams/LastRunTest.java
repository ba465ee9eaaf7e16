package se.budkavle.schemas.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastRunTest {

    private final Properties properties = new Properties();

    @TempDir
    Path state;

    @BeforeEach
    void ranHere() throws IOException {
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, 0);
        for (String store :
                new String[] {"app/0_1/rocksdb/seen", "app/10_12/rocksdb/seen", "app/global/registry", "other/0_1"}) {
            Files.createDirectories(state.resolve(store));
            Files.writeString(state.resolve(store).resolve("000004.log"), "records");
        }
        Files.writeString(state.resolve("app/kafka-streams-process-metadata"), "the process's id");
    }

    @Test
    void whatWasKilledLosesItsTasksAndNothingElse() {
        LastRun.of(properties).forget();

        assertThat(state.resolve("app")).isDirectoryNotContaining("glob:**/[0-9]*_[0-9]*");
        assertThat(state.resolve("app/kafka-streams-process-metadata")).exists();
        assertThat(state.resolve("app/global/registry/000004.log")).exists();
        assertThat(state.resolve("other/0_1/000004.log")).exists();
    }

    @Test
    void whatWasClosedKeepsItsStateUntilItIsKilled() {
        LastRun.of(properties).end();

        LastRun.of(properties).forget();
        assertThat(state.resolve("app/0_1/rocksdb/seen/000004.log")).exists();

        // It ran again, and was not closed.
        LastRun.of(properties).forget();
        assertThat(state.resolve("app/0_1")).doesNotExist();
    }

    @Test
    void copiesThatStandByAreKept() {
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, 1);

        LastRun.of(properties).forget();

        assertThat(state.resolve("app/0_1/rocksdb/seen/000004.log")).exists();
    }

    @Test
    void whatMayBeDoneAgainKeepsItsState() {
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);

        LastRun.of(properties).forget();

        assertThat(state.resolve("app/0_1/rocksdb/seen/000004.log")).exists();
    }

    @Test
    void thereIsNothingAtTheVeryFirstStart() {
        properties.put(StreamsConfig.STATE_DIR_CONFIG, state.resolve("new").toString());

        LastRun.of(properties).forget();
        LastRun.of(properties).end();

        assertThat(state.resolve("new/app.closed")).exists();
    }
}
