package se.budkavle.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import se.budkavle.chaos.account.Disturbance;
import se.budkavle.chaos.account.DueList;
import se.budkavle.chaos.account.Finding;
import se.budkavle.chaos.account.Ledger;
import se.budkavle.chaos.account.NoticeAccounting;
import se.budkavle.chaos.account.ReplayAccounting;
import se.budkavle.chaos.cluster.Cluster;
import se.budkavle.chaos.cluster.Issuer;
import se.budkavle.chaos.cluster.Member;
import se.budkavle.chaos.cluster.Role;
import se.budkavle.chaos.load.Api;
import se.budkavle.chaos.load.Broadcast;
import se.budkavle.chaos.load.Desk;
import se.budkavle.chaos.load.Leaks;
import se.budkavle.chaos.load.Sink;
import se.budkavle.chaos.load.Tokens;
import se.budkavle.cli.Budkavle;

/**
 * Many notifications die on an endpoint that refuses them; it is mended, and an operator replays them all. While the job
 * runs, every notifier is killed once, one after the other, so that whichever carries the job out is met. In the end each
 * dead letter was replayed once and each notification delivered, and the books balance.
 */
public final class ReplayScenario {

    private static final Duration WITHOUT_NEWS = Duration.ofMinutes(2);
    private static final Duration BACK = Duration.ofMinutes(4);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int FINDINGS_SHOWN = 50;
    private static final double NANOS_PER_SECOND = 1e9;

    private final ReplayOptions options;
    private final Progress progress;
    private final Ledger ledger = new Ledger();
    private final List<Disturbance> disturbances = new ArrayList<>();
    private final List<ReplayReport.Strike> strikes = new ArrayList<>();

    /** A run. */
    public ReplayScenario(ReplayOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
    }

    /** What is counted while one waits. */
    private interface Count {
        long now() throws InterruptedException, IOException;
    }

    /** Starts a system, lets notifications die, replays them, strikes, and does the accounting. */
    public ReplayReport run() throws IOException, InterruptedException, JOSEException {
        try (Issuer issuer = Issuer.start();
                Cluster cluster = Cluster.start(options.cluster(), issuer);
                Api api = new Api(cluster.gateways());
                Sink sink = Sink.open(ledger)) {
            progress.reached("everything is ready");
            return play(cluster, api, new Tokens(issuer), sink);
        }
    }

    private ReplayReport play(Cluster cluster, Api api, Tokens tokens, Sink sink)
            throws IOException, InterruptedException {
        var broadcast = new Broadcast(api, tokens, ledger);
        broadcast.register();
        var desk = new Desk(api, tokens.operator(), broadcast.subscribe(sink));

        long begin = System.nanoTime();
        sink.refuses(true);
        broadcast.send(options.notifications());
        await(desk::open, options.notifications());
        double diedIn = secondsSince(begin);
        progress.reached(desk.open() + " notifications have died");

        begin = System.nanoTime();
        sink.refuses(false);
        String job = desk.replay(options.perSecond());
        List<Member> notifiers = cluster.members(Role.NOTIFIER);
        for (int i = 0; i < notifiers.size(); i++) {
            long part = (long) options.notifications() * (i + 1) / (notifiers.size() + 1);
            await(() -> desk.job(job).path("replayed").asLong(), part);
            strike(notifiers.get(i), desk.job(job));
        }
        await(() -> desk.job(job).path("succeeded").asLong(), options.notifications());
        double replayedIn = secondsSince(begin);
        progress.reached("the job has ended, or stands still");
        return report(api, tokens, broadcast, desk, job, cluster.gateways().getFirst(), diedIn, replayedIn);
    }

    private void strike(Member notifier, JsonNode job) throws InterruptedException {
        long replayed = job.path("replayed").asLong();
        if (!job.path("status").asText().equals("RUNNING")) {
            ledger.find(new Finding(Finding.Kind.NOT_BACK, "job", "ended before it was struck: more are needed"));
        }
        long from = System.nanoTime();
        notifier.kill();
        notifier.start();
        notifier.awaitReady(BACK);
        disturbances.add(new Disturbance(from, System.nanoTime()));
        strikes.add(new ReplayReport.Strike("KILL " + notifier.name(), replayed, secondsSince(from)));
        progress.reached(notifier.name() + " was killed, and is back");
    }

    /** Waits until so many are counted, or nothing changes any more: the accounting tells what is missing. */
    private static void await(Count count, long wanted) throws InterruptedException, IOException {
        long seen = -1;
        long deadline = System.nanoTime() + WITHOUT_NEWS.toNanos();
        while (seen < wanted && System.nanoTime() < deadline) {
            long now = count.now();
            if (now != seen) {
                seen = now;
                deadline = System.nanoTime() + WITHOUT_NEWS.toNanos();
            }
            Thread.sleep(PAUSE);
        }
    }

    private ReplayReport report(
            Api api,
            Tokens tokens,
            Broadcast broadcast,
            Desk desk,
            String jobId,
            URI door,
            double diedIn,
            double replayedIn)
            throws IOException, InterruptedException {
        JsonNode job = desk.job(jobId);
        var due = new DueList(ledger.accepted(), List.of(), broadcast.owners()).of(broadcast.subscriber());
        var told = NoticeAccounting.compare(
                broadcast.subscriber(),
                due,
                ledger.notices(broadcast.subscriber().name()),
                disturbances);
        List<Finding> findings = new ArrayList<>(ledger.findings());
        findings.addAll(ReplayAccounting.compare(options.notifications(), job, desk.deadLetters()));
        findings.addAll(told.findings());
        findings.addAll(new Audit(api, tokens.operator()).compare(ledger.accepted(), List.of()));
        findings.addAll(shown(job, door, tokens.operator()));
        findings.addAll(Leaks.in(options.cluster().directory()));
        Map<Finding.Kind, Long> counts = new EnumMap<>(Finding.Kind.class);
        findings.forEach(finding -> counts.merge(finding.kind(), 1L, Long::sum));
        return new ReplayReport(
                options.notifications(),
                diedIn,
                replayedIn,
                List.copyOf(strikes),
                told.repeated(),
                counts,
                findings.stream().limit(FINDINGS_SHOWN).toList());
    }

    /** What somebody at the command line sees of the job. */
    private static List<Finding> shown(JsonNode job, URI door, String token) throws IOException {
        var out = new StringWriter();
        int exitCode = Budkavle.run(
                new PrintWriter(out, true),
                new PrintWriter(out, true),
                "replay",
                "--job",
                job.path("id").asText(),
                "--url",
                door.toString(),
                "--token",
                token,
                "--output",
                "json");
        boolean isSame = exitCode == 0 && Api.JSON.readTree(out.toString()).equals(job);
        return isSame ? List.of() : List.of(new Finding(Finding.Kind.NOT_SHOWN, "replay --job", "ended " + exitCode));
    }

    private static double secondsSince(long begin) {
        return (System.nanoTime() - begin) / NANOS_PER_SECOND;
    }
}
