package se.budkavle.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import se.budkavle.chaos.cluster.Member;

/**
 * What a process takes, in bytes.
 *
 * @param heap what is live of its heap
 * @param resident what of it lies in memory: heap as large as it ever was, code, threads, RocksDB
 * @param disk what it keeps in its directory
 */
public record Footprint(double heap, double resident, double disk) {

    private static final double MIB = 1 << 20;
    private static final int MILLION = 1_000_000;

    /** What it takes now: memory before its heap is collected, as that moves everything. */
    public static Footprint of(Member member) throws IOException, InterruptedException {
        double resident = Memory.resident(member.pid());
        return new Footprint(Memory.heapInUse(member.pid()), resident, size(member.directory()));
    }

    /** What came since another. */
    public Footprint since(Footprint before) {
        return new Footprint(heap - before.heap, resident - before.resident, disk - before.disk);
    }

    /** As much for a million as this for so many. */
    public Footprint perMillion(int counted) {
        double times = (double) MILLION / counted;
        return new Footprint(heap * times, resident * times, disk * times);
    }

    /** Of the heap, in MiB. */
    public double heapMib() {
        return heap / MIB;
    }

    /** In memory, in MiB. */
    public double residentMib() {
        return resident / MIB;
    }

    /** On disk, in MiB. */
    public double diskMib() {
        return disk / MIB;
    }

    /** Files may go while they are looked at. */
    private static double size(Path directory) throws IOException {
        try (var files = Files.find(directory, Integer.MAX_VALUE, (_, attributes) -> attributes.isRegularFile())) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (java.io.UncheckedIOException e) {
            return Double.NaN;
        }
    }
}
