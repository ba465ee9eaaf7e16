package se.budkavle.chaos;

import com.nimbusds.jose.JOSEException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import se.budkavle.chaos.account.Accounting;
import se.budkavle.chaos.account.Finding;
import se.budkavle.chaos.account.Latencies;
import se.budkavle.chaos.account.Ledger;
import se.budkavle.chaos.cluster.Cluster;
import se.budkavle.chaos.cluster.Issuer;
import se.budkavle.chaos.cluster.Member;
import se.budkavle.chaos.cluster.Role;
import se.budkavle.chaos.load.Api;
import se.budkavle.chaos.load.Tokens;
import se.budkavle.chaos.load.Traffic;
import se.budkavle.chaos.load.Workload;

/**
 * Express messages are measured alone; then all routers are killed, bulk messages are queued (the gateway takes them
 * meanwhile), the routers come back, and express messages are measured again while the backlog is routed. The end of the
 * backlog is not waited for: what becomes of messages is the other scenarios' question.
 */
public final class LanesScenario {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int CONVERSATIONS = 64;

    /** So many conversations take turns that none waits for its own last message: the load does not slow down with the system. */
    private static final int EXPRESS_CONVERSATIONS = 200;

    private static final int FINDINGS_SHOWN = 50;

    private final LanesOptions options;
    private final Progress progress;

    /** A run. */
    public LanesScenario(LanesOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
    }

    /** Starts a system, measures, and stops it. */
    public LanesReport run() throws IOException, InterruptedException, JOSEException {
        try (Issuer issuer = Issuer.start();
                Cluster cluster = Cluster.start(options.cluster(), issuer);
                Api api = new Api(cluster.gateways())) {
            progress.reached("everything is ready");
            return measure(cluster, api, new Tokens(issuer));
        }
    }

    private LanesReport measure(Cluster cluster, Api api, Tokens tokens) throws IOException, InterruptedException {
        int express = options.perSecond() * options.seconds();
        var alone = new Ledger();
        var beside = new Ledger();
        var backlog = new Ledger();
        try (Traffic warm = traffic(api, tokens, "warm", "EXPRESS", EXPRESS_CONVERSATIONS, express, new Ledger());
                Traffic idle = traffic(api, tokens, "idle", "EXPRESS", EXPRESS_CONVERSATIONS, express, alone);
                Traffic busy = traffic(api, tokens, "busy", "EXPRESS", EXPRESS_CONVERSATIONS, express, beside);
                Traffic bulk = traffic(api, tokens, "bulk", "BULK", CONVERSATIONS, options.bulk(), backlog)) {
            for (Traffic each : List.of(warm, idle, busy, bulk)) {
                each.register();
                each.follow();
                each.begin(PATIENCE);
            }
            // JVMs that have just started are slow at first: that is not what is compared.
            warm.send(options.perSecond());
            warm.end(PATIENCE);
            progress.reached("everything is warm");
            idle.send(options.perSecond());
            idle.end(PATIENCE);
            progress.reached("express is measured without a backlog");

            List<Member> routers = cluster.members(Role.ROUTER);
            for (Member router : routers) {
                router.kill();
            }
            bulk.send(0);
            progress.reached("the backlog is queued");
            routers.forEach(Member::start);
            for (Member router : routers) {
                router.awaitReady(PATIENCE);
            }

            int before = underWay(backlog);
            busy.send(options.perSecond());
            int after = underWay(backlog);
            busy.end(PATIENCE);
            progress.reached("express is measured beside the backlog");
            List<Finding> findings = new ArrayList<>();
            findings.addAll(findings(alone, idle));
            findings.addAll(findings(beside, busy));
            findings.addAll(backlog.findings());
            if (after == 0) {
                findings.add(new Finding(Finding.Kind.TOO_SLOW, "express", "the backlog ended before it"));
            }
            return report(
                    alone.postToInbox(Long.MAX_VALUE), beside.postToInbox(Long.MAX_VALUE), before, after, findings);
        }
    }

    private Traffic traffic(
            Api api, Tokens tokens, String name, String lane, int conversations, int messages, Ledger ledger) {
        return new Traffic(
                api, tokens, Workload.inOneLane(name, lane, options.seed(), conversations, messages), ledger);
    }

    private static List<Finding> findings(Ledger ledger, Traffic traffic) throws InterruptedException {
        List<Finding> findings = new ArrayList<>(ledger.findings());
        findings.addAll(Accounting.compare(ledger.accepted(), traffic.inboxes()));
        return findings;
    }

    private LanesReport report(Latencies idle, Latencies busy, int before, int after, List<Finding> findings) {
        if (busy.p99() > options.atMost() * idle.p99()) {
            findings.add(new Finding(Finding.Kind.TOO_SLOW, "express", "p99 beside the backlog"));
        }
        return new LanesReport(
                options.seed(),
                options.bulk(),
                idle,
                busy,
                before,
                after,
                findings.stream().limit(FINDINGS_SHOWN).toList());
    }

    private static int underWay(Ledger ledger) {
        var accepted = ledger.accepted();
        return accepted.stream()
                        .mapToInt(message -> message.recipients().size())
                        .sum()
                - accepted.stream()
                        .flatMap(message -> message.recipients().stream())
                        .distinct()
                        .mapToInt(ledger::arrivalCount)
                        .sum();
    }
}
