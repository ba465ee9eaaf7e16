package se.budkavle.benchmarks.worker;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import se.budkavle.benchmarks.http.Mark;

/** What a worker keeps between tasks: what arrived in each run, its endpoint, its readers. */
public final class Site implements AutoCloseable {

    private final Map<Integer, Arrivals> arrivals = new ConcurrentHashMap<>();
    private final Map<String, AutoCloseable> open = new ConcurrentHashMap<>();

    /** What arrived of a run. */
    Arrivals arrivals(int run) {
        return arrivals.computeIfAbsent(run, _ -> new Arrivals());
    }

    /** Takes a mark in. */
    void arrived(Mark mark, long now) {
        arrivals(mark.run()).add(mark, now);
    }

    /** Nothing of a run is asked for any more. */
    void forget(int run) {
        arrivals.remove(run);
    }

    /** Keeps something until it is closed by its name. */
    void keep(String name, AutoCloseable what) throws IOException {
        close(name);
        open.put(name, what);
    }

    /** Something that is kept. */
    AutoCloseable kept(String name) {
        @Nullable AutoCloseable what = open.get(name);
        if (what == null) {
            throw new IllegalStateException(name + " was not begun");
        }
        return what;
    }

    /** Closes something, if it is there. */
    void close(String name) throws IOException {
        @Nullable AutoCloseable what = open.remove(name);
        if (what != null) {
            try {
                what.close();
            } catch (Exception e) {
                throw new IOException(name + " could not be closed", e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (String name : open.keySet()) {
            close(name);
        }
    }
}
