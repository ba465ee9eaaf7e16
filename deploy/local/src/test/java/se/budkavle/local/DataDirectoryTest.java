package se.budkavle.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    Path temporary;

    @Test
    void createsItsFoldersForTheOwnerOnly() throws IOException {
        try (var directory = DataDirectory.open(temporary.resolve("a/data"), 0)) {
            assertThat(directory.kafka()).isDirectory();
            assertThat(directory.registry()).isDirectory();
            assertThat(directory.streams()).isDirectory();
            assertThat(directory.keys()).isDirectory();
            assertThat(directory.logs()).isDirectory();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.root())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void keepsItsContentAfterClosing() throws IOException {
        try (var directory = DataDirectory.open(temporary, 0)) {
            Files.writeString(directory.keys().resolve("key"), "k");
        }

        try (var again = DataDirectory.open(temporary, 0)) {
            assertThat(again.keys().resolve("key")).hasContent("k");
        }
    }

    @Test
    void refusesASecondInstanceOfTheSameProcess() {
        try (var directory = DataDirectory.open(temporary, 0)) {
            directory.announce(8080);

            assertThatThrownBy(() -> DataDirectory.open(temporary, 0))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("already runs on the data directory " + directory.root())
                    .hasMessageContaining("process " + ProcessHandle.current().pid() + ", http://localhost:8080")
                    .hasMessageContaining("--data-dir");
        }
    }

    @Test
    void refusesASecondInstanceOfAnotherProcessUntilThatIsKilled() throws Exception {
        try (var child = ChildJvm.start(Holder.class, temporary)) {
            String pid = child.awaitLine("holding");
            assertThatThrownBy(() -> DataDirectory.open(temporary, 0))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("(process " + pid + ", http://localhost:4711)");

            child.kill();

            DataDirectory.open(temporary, 0).close();
            assertThat(RunningInstance.read(temporary)).isEmpty();
        }
    }

    @Test
    void saysHowMuchRoomIsMissing() {
        assertThatThrownBy(() -> DataDirectory.open(temporary, Long.MAX_VALUE))
                .isInstanceOf(StartFailure.class)
                .hasMessageMatching(
                        "(?s)The disk of the data directory .* has \\d+ MiB free, and \\d+ MiB are needed.*");
    }

    @Test
    void canBeOpenedAfterItWasRefusedForLackOfRoom() {
        assertThatThrownBy(() -> DataDirectory.open(temporary, Long.MAX_VALUE)).isInstanceOf(StartFailure.class);

        DataDirectory.open(temporary, 0).close();

        assertThat(temporary.resolve("kafka")).isDirectory();
    }

    @Test
    void saysThatAFileIsInTheWay() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));

        assertThatThrownBy(() -> DataDirectory.open(file, 0))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining(file + " is not a directory");
    }

    @Test
    void toleratesAnUnreadableNoteOfAnEarlierInstance() throws IOException {
        Files.writeString(temporary.resolve("instance.properties"), "pid=gibberish\\u00");

        try (var directory = DataDirectory.open(temporary, 0)) {
            assertThat(RunningInstance.read(directory.root()).orElseThrow().pid())
                    .isEqualTo(ProcessHandle.current().pid());
        }
    }

    @Test
    void removesAnEphemeralDirectoryAtTheEnd() throws IOException {
        Path root;
        try (var directory = DataDirectory.ephemeral(0)) {
            root = directory.root();
            Files.writeString(directory.kafka().resolve("log"), "content");
        }

        assertThat(root).doesNotExist();
    }

    @Test
    void removesAnEphemeralDirectoryThatWasAbandonedButNoneInUse() throws Exception {
        try (var child = ChildJvm.start(EphemeralHolder.class);
                var inUse = DataDirectory.ephemeral(0)) {
            Path abandoned = Path.of(child.awaitLine("holding"));
            child.kill();

            DataDirectory.ephemeral(0).close();

            assertThat(abandoned).doesNotExist();
            assertThat(inUse.root()).isDirectory();
        }
    }

    /** Opens a directory and stays. */
    static final class Holder {
        public static void main(String[] args) throws IOException {
            try (var directory = DataDirectory.open(Path.of(args[0]), 0)) {
                directory.announce(4711);
                ChildJvm.sayAndStay("holding " + ProcessHandle.current().pid());
            }
        }
    }

    /** Opens an ephemeral directory and stays. */
    static final class EphemeralHolder {
        public static void main(String[] args) throws IOException {
            try (var directory = DataDirectory.ephemeral(0)) {
                ChildJvm.sayAndStay("holding " + directory.root());
            }
        }
    }
}
