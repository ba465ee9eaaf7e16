package se.budkavle.chaos.account;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;

/**
 * The longest time in which an inbox that something was on its way to showed nothing new.
 *
 * @param recipient the address
 * @param lasted how long
 * @param ended when something came again, or the window was over, as {@link System#nanoTime}
 */
public record Stop(String recipient, Duration lasted, long ended) {

    private static final int COMING = 1;
    private static final int ARRIVED = -1;

    private record Step(long at, int change) {}

    /**
     * Finds it. A stop counts from the beginning of the window on, and a window that ends while something is still on its way
     * ends a stop.
     *
     * @param accepted when the 202 of each message to the address came
     * @param arrived when each was seen there
     * @param from beginning of the window, all as {@link System#nanoTime}
     * @param to its end
     */
    public static Stop longest(
            String recipient, Collection<Long> accepted, Collection<Long> arrived, long from, long to) {
        Step[] steps = new Step[accepted.size() + arrived.size()];
        int n = 0;
        for (long at : accepted) {
            steps[n++] = new Step(at, COMING);
        }
        for (long at : arrived) {
            steps[n++] = new Step(at, ARRIVED);
        }
        Arrays.sort(steps, Comparator.comparingLong(Step::at));

        long longest = 0;
        long ended = from;
        long since = from;
        int underWay = 0;
        for (Step step : steps) {
            if (underWay > 0 && step.change() == ARRIVED) {
                long lasted = Math.min(step.at(), to) - Math.max(since, from);
                if (lasted > longest) {
                    longest = lasted;
                    ended = Math.min(step.at(), to);
                }
            }
            if (underWay <= 0 || step.change() == ARRIVED) {
                since = step.at();
            }
            underWay += step.change();
        }
        if (underWay > 0 && to - Math.max(since, from) > longest) {
            longest = to - Math.max(since, from);
            ended = to;
        }
        return new Stop(recipient, Duration.ofNanos(longest), ended);
    }
}
