package se.budkavle.chaos.fault;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import se.budkavle.chaos.account.Disturbance;
import se.budkavle.chaos.cluster.Member;
import se.budkavle.chaos.cluster.Role;

/** Strikes as planned, and undoes it as planned. The same seed strikes the same processes. */
public final class Nemesis implements Runnable {

    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration RETURN = Duration.ofMinutes(3);
    private static final Duration UNTIL_UNREADY = Duration.ofSeconds(15);

    private final Faults faults;
    private final List<Strike> strikes;
    private final DoubleSupplier progress;
    private final List<Struck> struck = new CopyOnWriteArrayList<>();
    private final Map<Struck, Long> back = new ConcurrentHashMap<>();
    private final Map<Struck, Long> unready = new ConcurrentHashMap<>();

    /** Who was struck and is not ready again. */
    private final Set<Member> away = ConcurrentHashMap.newKeySet();

    private final List<Exception> failures = new CopyOnWriteArrayList<>();

    /**
     * A fault that was injected.
     *
     * @param strike as planned
     * @param what what it was, and whom it met
     * @param at when, as {@link System#nanoTime}
     * @param unreadyAfter until a gateway was not ready, in nanoseconds; null where that is not asked, or did not come
     * @param back when everybody was ready again, as {@code at}; null where they were not
     */
    public record Struck(
            Strike strike,
            String what,
            long at,
            @Nullable Long unreadyAfter,
            @Nullable Long back) {

        /** In which notifications may have come again. */
        public Disturbance disturbance() {
            return new Disturbance(at, back == null ? Long.MAX_VALUE / 2 : back);
        }
    }

    /** @param progress how much of the run is done, 0 to 1 */
    public Nemesis(Faults faults, List<Strike> strikes, DoubleSupplier progress) {
        this.faults = faults;
        this.strikes = List.copyOf(strikes);
        this.progress = progress;
    }

    /** Returns when all that shall come back has come back. */
    @Override
    public void run() {
        try (var returning = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Strike strike : strikes) {
                Fault fault = faults.of(strike);
                // Who is still coming back is not struck: on a slow machine that would be another fault than was
                // planned.
                while (progress.getAsDouble() < strike.at()
                        || fault.members().stream().anyMatch(away::contains)) {
                    Thread.sleep(LOOK);
                }
                var one = new Struck(strike, fault.what(), System.nanoTime(), null, null);
                struck.add(one);
                fault.begin();
                if (strike.endsIntake()) {
                    var _ = returning.submit(() -> awaitUnready(one));
                }
                Duration lasting = strike.lasting();
                if (lasting != null) {
                    away.addAll(fault.members());
                    var _ = returning.submit(() -> bringBack(one, fault, lasting));
                } else if (isOver(fault)) {
                    back.put(one, System.nanoTime());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            failures.add(e);
        }
    }

    /** Whether whoever was struck is there again, though nothing is to be undone: they were renewed. */
    private static boolean isOver(Fault fault) throws InterruptedException {
        for (Member member : fault.members()) {
            if (!member.isReady()) {
                return false;
            }
        }
        return !fault.members().isEmpty();
    }

    /** What it did, in the order of the strikes. */
    public List<Struck> struck() {
        return struck.stream()
                .map(one -> new Struck(one.strike(), one.what(), one.at(), unready.get(one), back.get(one)))
                .toList();
    }

    /** What it could not do. */
    public List<Exception> failures() {
        return List.copyOf(failures);
    }

    private void awaitUnready(Struck one) {
        List<Member> gateways = faults.cluster().members(Role.GATEWAY);
        try {
            while (System.nanoTime() - one.at() < UNTIL_UNREADY.toNanos()) {
                boolean allUnready = true;
                for (Member gateway : gateways) {
                    allUnready &= !gateway.isReady();
                }
                if (allUnready) {
                    unready.put(one, System.nanoTime() - one.at());
                    return;
                }
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void bringBack(Struck one, Fault fault, Duration after) {
        try {
            Thread.sleep(after);
            fault.end();
            for (Member member : fault.members()) {
                member.awaitReady(RETURN);
            }
            back.put(one, System.nanoTime());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            failures.add(e);
        } finally {
            away.removeAll(fault.members());
        }
    }
}
