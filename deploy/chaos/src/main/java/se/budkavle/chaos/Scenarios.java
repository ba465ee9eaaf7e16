package se.budkavle.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import se.budkavle.chaos.PlayArguments.Scenario;
import se.budkavle.chaos.cluster.ClusterOptions;
import se.budkavle.chaos.cluster.Launch;
import se.budkavle.chaos.cluster.Quorum;
import se.budkavle.chaos.cluster.Role;
import se.budkavle.chaos.fault.Strike;

/**
 * Which scenario is meant by the arguments, and all that it is told.
 *
 * @param play what is played
 * @param strikes what is done to the system
 * @param load how much is sent
 * @param judging what is looked at afterwards
 */
record Scenarios(PlayArguments play, StrikeArguments strikes, LoadArguments load, JudgeArguments judging) {

    /** Messages a second that leave two cores room for eleven processes. */
    private static final int SURVIVE_RATE = 20;

    private static final int SECONDS_EACH_QUICK = 28;
    private static final int SECONDS_EACH = 60;
    private static final int UPGRADE_SECONDS = 300;
    private static final int COMBINATIONS = 14;
    private static final int DISK_MEGABYTES = 4_096;
    private static final int KILL_MESSAGES = 50_000;
    private static final int KILL_RATE = 40;
    private static final int LANES_MESSAGES = 100_000;
    private static final int LANES_RATE = 50;
    private static final int LANES_SECONDS = 60;
    private static final double LANES_AT_MOST = 2;
    private static final int REPLAY_NOTIFICATIONS = 10_000;
    private static final int REPLAY_RATE = 100;
    private static final int DISASTER_MESSAGES = 2_000;
    private static final int DISASTER_RATE = 10;
    private static final int DISASTER_MARGIN = 10_000;

    /**
     * The one that is meant.
     *
     * @param place where every process keeps its state and its log
     */
    Options options(Path place) throws IOException {
        var cluster = new ClusterOptions(place, 2, 2, 2, load.partitions()).launchedAs(strikes.launch());
        return switch (isSurvival() ? Scenario.SURVIVE : play.scenario()) {
            case KILL -> kill(cluster);
            case SURVIVE -> survive(cluster);
            case SOAK -> soak(cluster);
            case LANES -> lanes(cluster);
            case REPLAY -> new ReplayOptions(cluster, load.messagesOr(REPLAY_NOTIFICATIONS), load.rateOr(REPLAY_RATE));
            case DISASTER -> disaster(place);
        };
    }

    /** Whatever the scenario is called: faults by name are of this one. */
    private boolean isSurvival() {
        return play.isQuick() || !strikes.named().isEmpty();
    }

    private KillOptions kill(ClusterOptions cluster) {
        return struck(
                cluster, strikes.killsAndFreezes(), load.rateOr(KILL_RATE), load.messagesOr(KILL_MESSAGES), false);
    }

    /** The larger the run, the more of it is rest after each fault. */
    private KillOptions survive(ClusterOptions cluster) {
        List<String> named = strikes.named();
        List<Strike> plan = !named.isEmpty()
                ? Plan.of(named)
                : play.isQuick() ? Plan.quick(play.seed()) : Plan.full(play.seed(), COMBINATIONS);
        int seconds = play.isQuick() ? SECONDS_EACH_QUICK : strikes.upgrades() ? UPGRADE_SECONDS : SECONDS_EACH;
        int rate = load.rateOr(SURVIVE_RATE);
        return struck(
                withThreeBrokers(cluster, plan), plan, rate, load.messagesOr(rate * plan.size() * seconds), false);
    }

    private KillOptions soak(ClusterOptions cluster) {
        List<Strike> plan = Plan.soak(play.seed(), play.minutes());
        int rate = load.rateOr(SURVIVE_RATE);
        var watched = cluster.launchedAs(cluster.launch().withWholeHeaps());
        return struck(withThreeBrokers(watched, plan), plan, rate, rate * play.minutes() * 60, true);
    }

    private static ClusterOptions withThreeBrokers(ClusterOptions cluster, List<Strike> plan) {
        boolean linked =
                plan.stream().anyMatch(each -> each.kind() == Strike.Kind.CUT || each.kind() == Strike.Kind.DELAY);
        boolean ownDisk = plan.stream().anyMatch(each -> each.kind() == Strike.Kind.DISK);
        return cluster.on(new Quorum(3, linked, ownDisk ? DISK_MEGABYTES : 0));
    }

    private KillOptions struck(ClusterOptions cluster, List<Strike> plan, int rate, int messages, boolean watched) {
        return new KillOptions(
                cluster,
                play.seed(),
                messages,
                rate,
                load.conversations(),
                plan,
                judging.compareEvery(),
                judging.limits(),
                judging.hasBooks(),
                load.hasSubscribers(),
                watched);
    }

    private LanesOptions lanes(ClusterOptions cluster) {
        var pace = Map.of("budkavle.router.bulk-per-second", String.valueOf(load.bulkRate()));
        return new LanesOptions(
                cluster.launchedAs(cluster.launch().with(Role.ROUTER, pace)),
                play.seed(),
                load.messagesOr(LANES_MESSAGES),
                load.rateOr(LANES_RATE),
                LANES_SECONDS,
                LANES_AT_MOST);
    }

    /** One instance of each service: what several do for each other is the other scenarios' question. */
    private DisasterOptions disaster(Path place) {
        return new DisasterOptions(
                new ClusterOptions(place, 1, 1, 1, load.partitions(), Launch.TO_BE_KILLED.standbys(0)),
                play.seed(),
                load.messagesOr(DISASTER_MESSAGES),
                load.rateOr(DISASTER_RATE),
                load.conversations(),
                judging.lostWithin(),
                DISASTER_MARGIN);
    }
}
