package se.budkavle.chaos.fault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import se.budkavle.chaos.cluster.Disk;
import se.budkavle.chaos.cluster.Member;

/** The disk of a broker fills up: the broker ends, as it can keep no promise. Needs a disk of its own, see {@link Disk}. */
final class FullDisk implements Fault {

    private static final int CHUNK = 1 << 20;

    private final Member broker;
    private final Path ballast;
    private final boolean possible;

    FullDisk(Member broker) {
        this.broker = broker;
        this.ballast = Disk.of(broker.directory()).resolve("ballast");
        this.possible = Disk.isMounted(broker.directory());
    }

    @Override
    public String what() {
        return possible ? "DISK " + broker.name() : "DISK (skipped: no small disk could be mounted)";
    }

    @Override
    public List<Member> members() {
        return possible ? List.of(broker) : List.of();
    }

    @Override
    public void begin() throws IOException {
        if (!possible) {
            return;
        }
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        try (FileChannel file = FileChannel.open(ballast, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            while (true) {
                file.write(chunk.clear());
            }
        } catch (IOException full) {
            // That was the point.
        }
    }

    @Override
    public void end() throws IOException, InterruptedException {
        if (!possible) {
            return;
        }
        Files.deleteIfExists(ballast);
        // Whether it has ended, or only gave up its directory, it begins anew.
        broker.kill();
        broker.start();
    }
}
