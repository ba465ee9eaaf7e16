package se.budkavle.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EphemeralDirectoriesTest {

    private static final int FILES = 500;

    @TempDir
    Path temporary;

    private Path directory;
    private Instant before;
    private Instant after;

    @BeforeEach
    void aDirectory() throws IOException {
        directory = EphemeralDirectories.create(temporary);
        Files.createDirectories(directory.resolve("kafka/topic-0"));
        Files.writeString(directory.resolve("kafka/topic-0/log"), "content");
        before = Instant.now().minusSeconds(60);
        after = Instant.now().plusSeconds(60);
    }

    @Test
    void isRemovedAlsoWhileTheBrokerStillWrites() throws Exception {
        Thread broker = Thread.ofPlatform().daemon().start(this::write);
        await().until(() -> Files.exists(directory.resolve("kafka/topic-1")));

        EphemeralDirectories.remove(directory);

        assertThat(broker.join(Duration.ofSeconds(5))).isTrue();
        assertThat(directory).doesNotExist();
    }

    @Test
    void isLeftAloneWhileItIsMade() {
        EphemeralDirectories.sweep(temporary, before);

        assertThat(directory.resolve("kafka/topic-0/log")).exists();
    }

    @Test
    void isSweptOutWhenItHasNoMarksAndDoesNotChange() {
        EphemeralDirectories.sweep(temporary, after);

        assertThat(directory).doesNotExist();
    }

    @Test
    void isLeftAloneWhileAnythingInItChanges() throws IOException {
        Path deep = directory.resolve("kafka/topic-0");
        Files.setLastModifiedTime(deep, FileTime.from(after.plusSeconds(1)));

        EphemeralDirectories.sweep(temporary, after);

        assertThat(directory).exists();
    }

    @Test
    void isSweptOutWhenItsLockIsFree() throws IOException {
        DirectoryLock.take(directory).orElseThrow().close();
        EphemeralDirectories.sweep(temporary, before);
        assertThat(directory).exists();

        EphemeralDirectories.sweep(temporary, after);
        assertThat(directory).doesNotExist();
    }

    @Test
    void isLeftAloneWhileItsLockIsHeld() throws IOException {
        try (var held = DirectoryLock.take(directory).orElseThrow()) {
            EphemeralDirectories.sweep(temporary, after);

            assertThat(held).isNotNull();
            assertThat(directory).exists();
        }
    }

    @Test
    void nothingElseIsSweptOut() throws IOException {
        Path other = Files.createDirectory(temporary.resolve("somebody-else"));

        EphemeralDirectories.sweep(temporary, after);

        assertThat(other).exists();
    }

    /** As a broker that did not stop in time: new files and folders for a while, wherever the old ones are. */
    private void write() {
        for (int i = 1; i <= FILES; i++) {
            try {
                Path topic = Files.createDirectory(directory.resolve("kafka/topic-" + i));
                Files.writeString(topic.resolve("log"), "content");
            } catch (IOException removedAtTheSameTime) {
                // On with the next.
            }
        }
    }
}
