package se.budkavle.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import se.budkavle.chaos.cluster.Cluster;
import se.budkavle.chaos.cluster.Member;

/** Strikes as planned, and undoes it as planned. The same seed strikes the same processes. */
final class Nemesis implements Runnable {

    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration RETURN = Duration.ofMinutes(2);

    private final Cluster cluster;
    private final List<Strike> strikes;
    private final DoubleSupplier progress;
    private final Random random;
    private final List<Struck> struck = new ArrayList<>();

    /**
     * A fault that was injected.
     *
     * @param strike as planned
     * @param member whom it met
     * @param at when, as {@link System#nanoTime}
     * @param back when it was ready again, likewise; null where it was not
     */
    record Struck(
            Strike strike, String member, long at, @Nullable Long back) {}

    Nemesis(Cluster cluster, List<Strike> strikes, DoubleSupplier progress, long seed) {
        this.cluster = cluster;
        this.strikes = strikes;
        this.progress = progress;
        this.random = new Random(seed);
    }

    @Override
    public void run() {
        try {
            for (Strike strike : strikes) {
                strike(strike);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What it did. */
    synchronized List<Struck> struck() {
        return List.copyOf(struck);
    }

    private void strike(Strike strike) throws InterruptedException {
        List<Member> candidates = cluster.members(strike.role());
        Member member = candidates.get(random.nextInt(candidates.size()));
        while (progress.getAsDouble() < strike.at()) {
            Thread.sleep(LOOK);
        }
        long at = System.nanoTime();
        switch (strike.kind()) {
            case KILL -> member.kill();
            case FREEZE -> member.freeze();
        }
        add(new Struck(strike, member.name(), at, null));
        Duration lasting = strike.lasting();
        if (lasting != null) {
            Thread.sleep(lasting);
            switch (strike.kind()) {
                case KILL -> member.start();
                case FREEZE -> member.thaw();
            }
            member.awaitReady(RETURN);
            replaceLast(new Struck(strike, member.name(), at, System.nanoTime()));
        }
    }

    private synchronized void add(Struck one) {
        struck.add(one);
    }

    private synchronized void replaceLast(Struck one) {
        struck.set(struck.size() - 1, one);
    }
}
