package se.budkavle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FootprintTest {

    private static final double MIB = 1 << 20;

    @Test
    void whatCameIsSaidPerMillionOfWhatWasCounted() {
        var before = new Footprint(10 * MIB, 100 * MIB, MIB);
        var after = new Footprint(12 * MIB, 103 * MIB, 1.5 * MIB);

        Footprint each = after.since(before).perMillion(10_000);

        assertThat(each.heapMib()).isEqualTo(200);
        assertThat(each.residentMib()).isEqualTo(300);
        assertThat(each.diskMib()).isEqualTo(50);
    }

    @Test
    void theResidentSetIsReadFromTheStatus() {
        assertThat(Memory.resident(List.of("Name:\tjava", "VmPeak:\t 9000 kB", "VmRSS:\t  2048 kB", "RssAnon:\t 5 kB")))
                .isEqualTo(2 * MIB);
        assertThat(Memory.resident(List.of("Name:\tkthreadd"))).isNaN();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aProcessLiesInMemory() throws IOException {
        assertThat(Memory.resident(ProcessHandle.current().pid())).isGreaterThan(MIB);
    }

    /** A broker's indexes are as long as they may become, and mostly empty. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void whatIsReservedInAFileIsNotOnDisk(@TempDir Path directory) throws Exception {
        Files.write(directory.resolve("log"), new byte[256 << 10]);
        try (var index = new RandomAccessFile(directory.resolve("index").toFile(), "rw")) {
            index.setLength(64L << 20);
        }

        assertThat(Footprint.size(directory)).isBetween(0.0, MIB);
    }
}
