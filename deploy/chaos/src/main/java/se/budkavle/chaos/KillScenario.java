package se.budkavle.chaos;

import com.nimbusds.jose.JOSEException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import se.budkavle.chaos.KillReport.StrikeReport;
import se.budkavle.chaos.account.Accepted;
import se.budkavle.chaos.account.Accounting;
import se.budkavle.chaos.account.Disturbance;
import se.budkavle.chaos.account.DueList;
import se.budkavle.chaos.account.Finding;
import se.budkavle.chaos.account.Item;
import se.budkavle.chaos.account.Ledger;
import se.budkavle.chaos.account.NoticeAccounting;
import se.budkavle.chaos.account.NoticeAccounting.Outcome;
import se.budkavle.chaos.account.Subscriber;
import se.budkavle.chaos.cluster.Cluster;
import se.budkavle.chaos.cluster.Issuer;
import se.budkavle.chaos.fault.Faults;
import se.budkavle.chaos.fault.Nemesis;
import se.budkavle.chaos.fault.Nemesis.Struck;
import se.budkavle.chaos.load.Api;
import se.budkavle.chaos.load.HalfSent;
import se.budkavle.chaos.load.Leaks;
import se.budkavle.chaos.load.Sink;
import se.budkavle.chaos.load.Subscribers;
import se.budkavle.chaos.load.Tokens;
import se.budkavle.chaos.load.Traffic;
import se.budkavle.chaos.load.Workload;
import se.budkavle.chaos.soak.Trend;
import se.budkavle.chaos.soak.Watch;

/** Processes are killed in mid-stream; then every message must be where it belongs, exactly once and in order. */
public final class KillScenario {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration TOGETHER = Duration.ofSeconds(2);
    private static final Duration MEASURED_EVERY = Duration.ofSeconds(5);
    private static final int FINDINGS_SHOWN = 50;
    private static final double NANOS_PER_SECOND = 1e9;

    private final KillOptions options;
    private final Progress progress;
    private final Ledger ledger = new Ledger();
    private volatile boolean allSent;

    /** A run. */
    public KillScenario(KillOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
    }

    /** Starts a system, strikes it, looks at what came of it, and stops it. */
    public KillReport run() throws IOException, InterruptedException, JOSEException {
        long begin = System.nanoTime();
        try (Issuer issuer = Issuer.start();
                Cluster cluster = Cluster.start(options.cluster(), issuer);
                Api api = new Api(cluster.gateways())) {
            double startedIn = seconds(System.nanoTime() - begin);
            progress.reached("everything is ready");
            return strike(cluster, api, new Tokens(issuer), startedIn);
        }
    }

    private KillReport strike(Cluster cluster, Api api, Tokens tokens, double startedIn)
            throws IOException, InterruptedException {
        var workload = Workload.mixed(options.seed(), options.conversations(), options.messages());
        try (Sink sink = Sink.open(ledger);
                Subscribers subscribers = new Subscribers(api, tokens, ledger, sink, options.endpointsFail());
                Traffic traffic = new Traffic(api, tokens, workload, ledger)) {
            var somebody = workload.addresses().getFirst();
            var halfSent = new HalfSent(cluster.gateways(), tokens.of(somebody.organisation()), somebody.address());
            var nemesis = new Nemesis(
                    new Faults(cluster, sink, halfSent, options.seed()),
                    options.strikes(),
                    // What is planned for the very end still comes where a few were refused on the way.
                    () -> allSent ? 1 : (double) ledger.acceptedCount() / options.messages());
            traffic.register();
            if (options.subscribers()) {
                subscribers.subscribe(workload.organisations());
            }
            traffic.follow();
            progress.reached(traffic.begin(PATIENCE) ? "the first messages have come" : "not even the first have come");
            long begin = System.nanoTime();
            Thread striking = Thread.ofPlatform().daemon().name("nemesis").start(nemesis);
            List<Trend> trends = watched(cluster, () -> traffic.send(options.perSecond()));
            double took = seconds(System.nanoTime() - begin);
            allSent = true;
            progress.reached("all messages are sent");
            striking.join();
            nemesis.failures()
                    .forEach(failure -> ledger.find(new Finding(Finding.Kind.NOT_BACK, "nemesis", failure.toString())));
            if (!traffic.end(PATIENCE)) {
                progress.reached("not all messages have come");
            }
            Map<String, List<Item>> inboxes = traffic.inboxes();
            int compared = traffic.compareContents(inboxes, options.compareEvery());
            progress.reached("all inboxes are read");
            var due = new DueList(ledger.accepted(), ledger.answered(), workload.owners());
            progress.reached(
                    subscribers.await(due, PATIENCE)
                            ? "all subscribers were told of everything"
                            : "not all subscribers were told of everything");
            if (options.books()) {
                new Audit(api, tokens.operator())
                        .compare(ledger.accepted(), ledger.answered())
                        .forEach(ledger::find);
            }
            Leaks.in(options.cluster().directory()).forEach(ledger::find);
            return report(nemesis.struck(), subscribers.all(), due, inboxes, trends, startedIn, begin, took, compared);
        }
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    /** How it went on with what processes take meanwhile; nothing where that is not asked. */
    private List<Trend> watched(Cluster cluster, Work work) throws InterruptedException {
        if (!options.watched()) {
            work.run();
            return List.of();
        }
        try (Watch watch = Watch.begin(cluster.members(), ledger::acceptedCount, MEASURED_EVERY)) {
            work.run();
            return watch.trends();
        }
    }

    private KillReport report(
            List<Struck> struck,
            List<Subscriber> subscribers,
            DueList due,
            Map<String, List<Item>> inboxes,
            List<Trend> trends,
            double startedIn,
            long begin,
            double took,
            int compared) {
        List<Accepted> accepted = ledger.accepted();
        List<StrikeReport> strikes = strikes(struck, subscribers, due, begin);
        List<Disturbance> disturbances =
                struck.stream().map(Struck::disturbance).toList();
        List<Outcome> told = subscribers.stream()
                .map(each -> NoticeAccounting.compare(each, due.of(each), ledger.notices(each.name()), disturbances))
                .toList();
        List<Finding> findings = new ArrayList<>(ledger.findings());
        findings.addAll(Accounting.compare(accepted, inboxes));
        told.forEach(outcome -> findings.addAll(outcome.findings()));
        findings.addAll(options.limits().exceeded(struck, strikes));
        trends.stream().filter(trend -> !trend.isFlat()).forEach(trend -> findings.add(growing(trend)));
        Map<Finding.Kind, Long> counts = new EnumMap<>(Finding.Kind.class);
        findings.forEach(finding -> counts.merge(finding.kind(), 1L, Long::sum));
        long first = struck.isEmpty() ? Long.MAX_VALUE : struck.getFirst().at();
        return new KillReport(
                options.seed(),
                startedIn,
                accepted.size(),
                accepted.stream()
                        .mapToInt(message -> message.recipients().size())
                        .sum(),
                accepted.stream().mapToInt(message -> message.attempts() - 1).sum(),
                options.messages() / took,
                ledger.answered().size(),
                compared,
                new KillReport.Told(
                        subscribers.size(),
                        told.stream().mapToInt(Outcome::due).sum(),
                        told.stream().mapToInt(Outcome::repeated).sum()),
                ledger.postToInbox(first),
                ledger.postToInbox(Long.MAX_VALUE),
                strikes,
                trends,
                options.books(),
                counts,
                findings.stream().limit(FINDINGS_SHOWN).toList());
    }

    private static Finding growing(Trend trend) {
        return new Finding(
                Finding.Kind.GROWING,
                trend.process(),
                String.format(
                        Locale.ROOT,
                        "by %.1f %s in the second half, not %.1f",
                        trend.growth(),
                        trend.gauge().unit(),
                        trend.allowed()));
    }

    private List<StrikeReport> strikes(List<Struck> struck, List<Subscriber> subscribers, DueList due, long begin) {
        List<Subscriber> prompt = subscribers.stream()
                .filter(each -> each.types().contains(DueList.AVAILABLE))
                .toList();
        var aftermath = new Aftermath(ledger, due, prompt);
        return struck.stream()
                .map(one -> aftermath.of(one, begin, next(struck, one)))
                .toList();
    }

    /** When the next strike came; those that come together count as one. */
    private static long next(List<Struck> struck, Struck one) {
        return struck.stream()
                .mapToLong(Struck::at)
                .filter(at -> at - one.at() > TOGETHER.toNanos())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private static double seconds(long nanos) {
        return nanos / NANOS_PER_SECOND;
    }
}
