package se.budkavle.chaos;

import com.nimbusds.jose.JOSEException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import se.budkavle.chaos.KillReport.StrikeReport;
import se.budkavle.chaos.Nemesis.Struck;
import se.budkavle.chaos.account.Accepted;
import se.budkavle.chaos.account.Accounting;
import se.budkavle.chaos.account.Finding;
import se.budkavle.chaos.account.Item;
import se.budkavle.chaos.account.Ledger;
import se.budkavle.chaos.account.Ledger.Arrival;
import se.budkavle.chaos.account.Stop;
import se.budkavle.chaos.cluster.Cluster;
import se.budkavle.chaos.cluster.Issuer;
import se.budkavle.chaos.load.Api;
import se.budkavle.chaos.load.Tokens;
import se.budkavle.chaos.load.Traffic;
import se.budkavle.chaos.load.Workload;

/** Processes are killed in mid-stream; then every message must be where it belongs, exactly once and in order. */
public final class KillScenario {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** A stop is looked for this long after a strike; by then the service has resumed, or the run fails anyway. */
    private static final Duration AFTERMATH = Duration.ofSeconds(30);

    private static final int FINDINGS_SHOWN = 50;
    private static final double NANOS_PER_SECOND = 1e9;

    private final KillOptions options;
    private final Progress progress;
    private final Ledger ledger = new Ledger();

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
        var nemesis = new Nemesis(
                cluster, options.strikes(), () -> (double) ledger.acceptedCount() / options.messages(), options.seed());
        try (Traffic traffic = new Traffic(api, tokens, workload, ledger)) {
            traffic.register();
            traffic.follow();
            progress.reached(traffic.begin(PATIENCE) ? "the first messages have come" : "not even the first have come");
            long begin = System.nanoTime();
            Thread striking = Thread.ofPlatform().daemon().name("nemesis").start(nemesis);
            traffic.send(options.perSecond());
            double took = seconds(System.nanoTime() - begin);
            progress.reached("all messages are sent");
            striking.join();
            if (!traffic.end(PATIENCE)) {
                progress.reached("not all messages have come");
            }
            Map<String, List<Item>> inboxes = traffic.inboxes();
            int compared = traffic.compareContents(inboxes, options.compareEvery());
            progress.reached("all inboxes are read");
            if (options.books()) {
                new Audit(api, tokens.operator()).compare(ledger.accepted()).forEach(ledger::find);
            }
            return report(nemesis.struck(), inboxes, startedIn, begin, took, compared);
        }
    }

    private KillReport report(
            List<Struck> struck,
            Map<String, List<Item>> inboxes,
            double startedIn,
            long begin,
            double took,
            int compared) {
        List<Accepted> accepted = ledger.accepted();
        List<StrikeReport> strikes = IntStream.range(0, struck.size())
                .mapToObj(i -> aftermath(
                        struck.get(i),
                        begin,
                        i + 1 < struck.size() ? struck.get(i + 1).at() : Long.MAX_VALUE))
                .toList();
        List<Finding> findings = new ArrayList<>(ledger.findings());
        findings.addAll(Accounting.compare(accepted, inboxes));
        strikes.stream()
                .filter(strike ->
                        strike.stoppedFor() > seconds(options.resumeWithin().toNanos()))
                .forEach(strike -> findings.add(new Finding(
                        Finding.Kind.TOO_SLOW, strike.stoppedAt(), strike.what() + " " + strike.stoppedFor() + " s")));
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
                compared,
                ledger.postToInbox(first),
                ledger.postToInbox(Long.MAX_VALUE),
                strikes,
                options.books(),
                counts,
                findings.stream().limit(FINDINGS_SHOWN).toList());
    }

    private StrikeReport aftermath(Struck struck, long begin, long next) {
        long from = struck.at();
        long to = Math.min(next, from + AFTERMATH.toNanos());
        Map<String, List<Long>> accepted = new HashMap<>();
        long intake = 0;
        for (Accepted message : ledger.accepted()) {
            message.recipients().forEach(recipient -> accepted.computeIfAbsent(recipient, _ -> new ArrayList<>())
                    .add(message.acceptedAt()));
            if (message.acceptedAt() >= from && message.sentAt() < to) {
                intake = Math.max(intake, message.acceptedAt() - message.sentAt());
            }
        }
        Stop longest = accepted.entrySet().stream()
                .map(each -> Stop.longest(
                        each.getKey(),
                        each.getValue(),
                        ledger.arrivals(each.getKey()).stream().map(Arrival::at).toList(),
                        from,
                        to))
                .max(Comparator.comparing(Stop::lasted))
                .orElseThrow();
        Long back = struck.back();
        return new StrikeReport(
                struck.strike().kind() + " " + struck.member().name(),
                seconds(from - begin),
                seconds(longest.lasted().toNanos()),
                longest.recipient(),
                seconds(intake),
                back == null ? null : seconds(back - from));
    }

    private static double seconds(long nanos) {
        return nanos / NANOS_PER_SECOND;
    }
}
