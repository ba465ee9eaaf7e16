package se.budkavle.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
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
    private final List<Struck> struck = new CopyOnWriteArrayList<>();
    private final Map<Struck, Long> back = new ConcurrentHashMap<>();

    /**
     * A fault that was injected.
     *
     * @param strike as planned
     * @param member whom it met
     * @param at when, as {@link System#nanoTime}
     * @param back when it was ready again, likewise; null where it was not
     */
    record Struck(
            Strike strike, Member member, long at, @Nullable Long back) {

        Struck returnedAt(@Nullable Long then) {
            return new Struck(strike, member, at, then);
        }
    }

    Nemesis(Cluster cluster, List<Strike> strikes, DoubleSupplier progress, long seed) {
        this.cluster = cluster;
        this.strikes = strikes;
        this.progress = progress;
        this.random = new Random(seed);
    }

    /** Returns when all that shall come back has come back. */
    @Override
    public void run() {
        try (var returning = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Strike strike : strikes) {
                Struck one = strike(strike);
                Duration lasting = strike.lasting();
                if (lasting != null) {
                    var _ = returning.submit(() -> bringBack(one, lasting));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What it did, in the order of the strikes. */
    List<Struck> struck() {
        return struck.stream().map(one -> one.returnedAt(back.get(one))).toList();
    }

    private Struck strike(Strike strike) throws InterruptedException {
        List<Member> candidates = cluster.members(strike.role());
        Member member = candidates.get(random.nextInt(candidates.size()));
        while (progress.getAsDouble() < strike.at()) {
            Thread.sleep(LOOK);
        }
        var one = new Struck(strike, member, System.nanoTime(), null);
        switch (strike.kind()) {
            case KILL -> member.kill();
            case FREEZE -> member.freeze();
        }
        struck.add(one);
        return one;
    }

    private Struck bringBack(Struck one, Duration after) throws InterruptedException {
        Thread.sleep(after);
        switch (one.strike().kind()) {
            case KILL -> one.member().start();
            case FREEZE -> one.member().thaw();
        }
        one.member().awaitReady(RETURN);
        back.put(one, System.nanoTime());
        return one;
    }
}
