package se.budkavle.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import se.budkavle.chaos.cluster.LiveHeap;
import se.budkavle.chaos.cluster.Member;

/**
 * What a process takes, in bytes.
 *
 * @param heap what is live of its heap
 * @param resident what of it lies in memory: heap as large as it ever was, code, threads, RocksDB
 * @param disk what it keeps in its directory
 */
public record Footprint(double heap, double resident, double disk) {

    private static final double KIB = 1 << 10;
    private static final double MIB = 1 << 20;
    private static final int MILLION = 1_000_000;

    /** What it takes now: memory before its heap is collected, as that moves everything. */
    public static Footprint of(Member member) throws IOException, InterruptedException {
        double resident = Memory.resident(member.pid());
        return new Footprint(LiveHeap.of(member.pid()), resident, size(member.directory()));
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

    /** What is taken on disk, which is less than the files' lengths: a broker reserves 20 MiB for the index of each partition. */
    static double size(Path directory) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("du", "-sk", directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        // Files that go while they are looked at are no reason not to tell of the others.
        int end = text.indexOf('\t');
        return end < 0 ? Double.NaN : Long.parseLong(text.substring(0, end)) * KIB;
    }
}
