package se.budkavle.chaos.soak;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import se.budkavle.chaos.cluster.Member;

/** Measures what every process takes, again and again. */
public final class Watch implements AutoCloseable {

    /** What has just been started takes more from minute to minute, and says nothing. */
    private static final Duration SETTLING = Duration.ofMinutes(5);

    /** Its heap is collected for it, which stops a process for a moment: not each time. */
    private static final int ROUNDS_FOR_HEAP = 6;

    private final List<Member> members;
    private final IntSupplier messages;
    private final Duration every;
    private final Thread thread;

    /** By process and gauge; guarded by itself. */
    private final Map<String, Map<Gauge, List<Double>>> series = new TreeMap<>();

    private Watch(List<Member> members, IntSupplier messages, Duration every) {
        this.members = List.copyOf(members);
        this.messages = messages;
        this.every = every;
        this.thread = Thread.ofPlatform().daemon().name("watch").unstarted(this::watch);
    }

    /**
     * Begins.
     *
     * @param messages how many were accepted so far
     */
    public static Watch begin(List<Member> members, IntSupplier messages, Duration every) {
        var watch = new Watch(members, messages, every);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        try {
            for (long round = 1; ; round++) {
                Thread.sleep(every);
                for (Member member : members) {
                    measure(member, round % ROUNDS_FOR_HEAP == 0);
                }
            }
        } catch (InterruptedException enough) {
            Thread.currentThread().interrupt();
        }
    }

    private void measure(Member member, boolean heapToo) throws InterruptedException {
        long pid = member.pid();
        boolean isSettled = ProcessHandle.of(pid)
                .flatMap(process -> process.info().startInstant())
                .filter(start -> start.plus(SETTLING).isBefore(Instant.now()))
                .isPresent();
        if (isSettled) {
            note(member, Gauge.MEMORY, ProcessFigures.memory(pid));
            if (heapToo) {
                note(member, Gauge.HEAP, ProcessFigures.heap(pid));
            }
            note(member, Gauge.THREADS, ProcessFigures.threads(pid));
            note(member, Gauge.HANDLES, ProcessFigures.handles(pid));
        }
        int accepted = messages.getAsInt();
        if (accepted > 0) {
            try {
                note(member, Gauge.STORES, OptionalDouble.of(ProcessFigures.stored(member.directory()) / accepted));
            } catch (IOException e) {
                // A directory that cannot be read now can be the next time; too few samples are seen in the report.
            }
        }
    }

    private void note(Member member, Gauge gauge, OptionalDouble value) {
        if (value.isPresent()) {
            synchronized (series) {
                series.computeIfAbsent(member.name(), _ -> new TreeMap<>())
                        .computeIfAbsent(gauge, _ -> new ArrayList<>())
                        .add(value.getAsDouble());
            }
        }
    }

    /** How everything went on, by process and gauge. */
    public List<Trend> trends() {
        List<Trend> trends = new ArrayList<>();
        synchronized (series) {
            series.forEach((process, gauges) ->
                    gauges.forEach((gauge, values) -> trends.add(Trend.of(process, gauge, List.copyOf(values)))));
        }
        return trends;
    }

    /** Ends the measuring. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
