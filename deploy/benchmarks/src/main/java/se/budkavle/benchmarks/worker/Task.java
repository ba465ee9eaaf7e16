package se.budkavle.benchmarks.worker;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a worker can be asked to do: data on the way there, and done in the worker's process. */
@JsonTypeInfo(use = JsonTypeInfo.Id.MINIMAL_CLASS)
public interface Task {

    /** Does it. */
    Outcome run(Site site) throws Exception;

    /** Waits until so many of a run have arrived, or none for so long; gives what arrived. */
    record Arrived(int run, long expected, long patienceMillis) implements Task {

        @Override
        public Outcome run(Site site) throws InterruptedException {
            site.arrivals(run).await(expected, patienceMillis);
            return site.arrivals(run).outcome();
        }
    }

    /** How many of a run arrived between two times of {@link System#nanoTime()}. */
    record ArrivedBetween(int run, long from, long to) implements Task {

        @Override
        public Outcome run(Site site) {
            return new Outcome(site.arrivals(run).between(from, to), (to - from) / 1e9, null, java.util.Map.of());
        }
    }

    /** What is known of a run is not needed any more. */
    record Forget(int run) implements Task {

        @Override
        public Outcome run(Site site) {
            site.forget(run);
            return Outcome.DONE;
        }
    }

    /** Ends something that was begun under that name. */
    record Close(String name) implements Task {

        @Override
        public Outcome run(Site site) throws java.io.IOException {
            site.close(name);
            return Outcome.DONE;
        }
    }
}
