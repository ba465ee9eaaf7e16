package se.budkavle.chaos;

import com.nimbusds.jose.JOSEException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import se.budkavle.chaos.account.Accepted;
import se.budkavle.chaos.account.Disturbance;
import se.budkavle.chaos.account.Due;
import se.budkavle.chaos.account.DueList;
import se.budkavle.chaos.account.Finding;
import se.budkavle.chaos.account.Item;
import se.budkavle.chaos.account.Latencies;
import se.budkavle.chaos.account.Ledger;
import se.budkavle.chaos.account.NoticeAccounting;
import se.budkavle.chaos.account.SiteLoss;
import se.budkavle.chaos.account.Subscriber;
import se.budkavle.chaos.cluster.Cluster;
import se.budkavle.chaos.cluster.ClusterOptions;
import se.budkavle.chaos.cluster.Issuer;
import se.budkavle.chaos.cluster.Mirror;
import se.budkavle.chaos.cluster.Secrets;
import se.budkavle.chaos.load.Api;
import se.budkavle.chaos.load.Leaks;
import se.budkavle.chaos.load.MirrorLag;
import se.budkavle.chaos.load.Sink;
import se.budkavle.chaos.load.Subscribers;
import se.budkavle.chaos.load.Tokens;
import se.budkavle.chaos.load.Traffic;
import se.budkavle.chaos.load.Workload;

/**
 * A site is mirrored to another one as {@code deploy/DISASTER.md} says, and lost in mid-stream: every process is killed. The
 * other one takes over by the same document, and clients go on there. Then it is counted what is not there.
 */
public final class DisasterScenario {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration WITHOUT_NEWS = Duration.ofSeconds(45);

    /** Until what MirrorMaker has fetched is at its target. */
    private static final Duration DRAINED = Duration.ofSeconds(3);

    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final int COMPARE_EVERY = 5;
    private static final int FINDINGS_SHOWN = 50;
    private static final double NANOS_PER_SECOND = 1e9;

    private final DisasterOptions options;
    private final Progress progress;
    private final Ledger ledger = new Ledger();
    private final Map<String, Double> steps = new LinkedHashMap<>();
    private volatile long lostAt = Long.MAX_VALUE;

    /** A run. */
    public DisasterScenario(DisasterOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
    }

    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    /** Starts both sites and the mirror, loses one, takes over, and looks at what came of it. */
    public DisasterReport run() throws IOException, InterruptedException, JOSEException {
        Secrets secrets = Secrets.random();
        ClusterOptions cluster = options.cluster();
        try (Issuer issuer = Issuer.start();
                Cluster one =
                        Cluster.startBackbone(cluster.in(cluster.directory().resolve("a")), issuer, secrets);
                Cluster other =
                        Cluster.startBackbone(cluster.in(cluster.directory().resolve("b")), issuer, secrets)) {
            one.startServices();
            progress.reached("one site is ready; of the other, broker and registry are");
            try (Mirror mirror = Mirror.start(
                            cluster.directory().resolve("mirror"),
                            one.bootstrapServers(),
                            other.bootstrapServers(),
                            cluster.launch());
                    Api api = new Api(one.gateways())) {
                await("the mirror to create all topics", new OtherSite(other.bootstrapServers())::hasTopics, mirror);
                return lose(one, other, mirror, api, new Tokens(issuer));
            }
        }
    }

    private DisasterReport lose(Cluster one, Cluster other, Mirror mirror, Api api, Tokens tokens)
            throws IOException, InterruptedException {
        var workload = Workload.mixed(options.seed(), options.conversations(), options.messages());
        try (Sink sink = Sink.open(ledger);
                Subscribers subscribers = new Subscribers(api, tokens, ledger, sink, false);
                MirrorLag lag = MirrorLag.begin(
                        other.bootstrapServers(), options.cluster().partitions());
                Traffic traffic = new Traffic(api, tokens, workload, ledger)) {
            traffic.register();
            subscribers.subscribe(workload.organisations());
            traffic.follow();
            progress.reached(traffic.begin(PATIENCE) ? "the first messages have come" : "not even the first have come");
            await("the first messages at the other site", () -> lag.count() >= ledger.acceptedCount(), mirror);
            int first = lag.count();
            one.registry().copyTo(other.registry());
            progress.reached("the other site has all schemas and messages");

            var disaster = new Thread(() -> strike(one, other, mirror, api), "disaster");
            disaster.start();
            traffic.send(options.perSecond());
            disaster.join();
            Latencies mirrored = lag.after(first);
            progress.reached("all messages are sent");
            progress.reached(traffic.end(WITHOUT_NEWS) ? "all messages have come" : "not all messages have come");
            return report(api, tokens, traffic, subscribers, workload, mirrored);
        }
    }

    private void strike(Cluster one, Cluster other, Mirror mirror, Api api) {
        try {
            while (ledger.acceptedCount() < options.messages() / 2) {
                Thread.sleep(PAUSE);
            }
            lostAt = System.nanoTime();
            one.destroy();
            progress.reached("one site is lost");
            step("mirror stopped", () -> {
                Thread.sleep(DRAINED);
                mirror.stop();
            });
            step("takeover", () -> new OtherSite(other.bootstrapServers()).takeOver(options.margin(), progress));
            step("services ready", other::startServices);
            api.moveTo(other.gateways());
            progress.reached("the other site has taken over");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            ledger.find(new Finding(Finding.Kind.NOT_BACK, "the other site", e.toString()));
        }
    }

    private void step(String name, Step step) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        step.run();
        steps.put(name, (System.nanoTime() - begin) / NANOS_PER_SECOND);
    }

    private static void await(String what, BooleanSupplier condition, Mirror mirror) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (!mirror.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException("waited in vain for " + what + "; mirror.log may say why");
            }
            Thread.sleep(PAUSE.multipliedBy(10));
        }
    }

    private DisasterReport report(
            Api api, Tokens tokens, Traffic traffic, Subscribers subscribers, Workload workload, Latencies mirrored)
            throws IOException, InterruptedException {
        Map<String, List<Item>> inboxes = traffic.inboxes();
        int compared = traffic.compareContents(inboxes, COMPARE_EVERY);
        var due = new DueList(ledger.accepted(), ledger.answered(), workload.owners());
        subscribers.await(due, WITHOUT_NEWS);
        List<Finding> findings = new ArrayList<>();
        List<Due> untold = new ArrayList<>();
        int toldDue = 0;
        int repeated = 0;
        long back = ledger.accepted().stream()
                .mapToLong(Accepted::acceptedAt)
                .filter(at -> at > lostAt)
                .min()
                .orElse(Long.MAX_VALUE);
        var moving = List.of(new Disturbance(lostAt - options.excused().toNanos(), back));
        for (Subscriber subscriber : subscribers.all()) {
            var own = due.of(subscriber);
            var told = ledger.notices(subscriber.name());
            var outcome = NoticeAccounting.compare(subscriber, own, told, moving);
            outcome.findings().stream()
                    .filter(finding -> finding.kind() != Finding.Kind.UNTOLD)
                    .forEach(findings::add);
            untold.addAll(SiteLoss.untold(own, told));
            toldDue += outcome.due();
            repeated += outcome.repeated();
        }
        var loss = SiteLoss.of(
                ledger.accepted(), ledger.answered(), inboxes, ledger.findings(), untold, lostAt, options.excused());
        findings.addAll(loss.findings());
        findings.addAll(Leaks.in(options.cluster().directory().resolve("a")));
        findings.addAll(Leaks.in(options.cluster().directory().resolve("b")));
        List<Finding> unbalanced = new Audit(api, tokens.operator()).compare(ledger.accepted(), ledger.answered());
        Map<Finding.Kind, Long> counts = new EnumMap<>(Finding.Kind.class);
        findings.forEach(finding -> counts.merge(finding.kind(), 1L, Long::sum));
        return new DisasterReport(
                options.seed(),
                ledger.acceptedCount(),
                (int) ledger.accepted().stream()
                        .filter(message -> message.acceptedAt() <= lostAt)
                        .count(),
                mirrored,
                loss,
                compared,
                toldDue,
                repeated,
                Collections.unmodifiableMap(new LinkedHashMap<>(steps)),
                (back - lostAt) / NANOS_PER_SECOND,
                unbalanced,
                counts,
                findings.stream().limit(FINDINGS_SHOWN).toList());
    }
}
