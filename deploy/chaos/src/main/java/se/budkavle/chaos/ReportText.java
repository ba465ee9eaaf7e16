package se.budkavle.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import se.budkavle.chaos.KillReport.Recovery;
import se.budkavle.chaos.KillReport.StrikeReport;
import se.budkavle.chaos.account.Finding;
import se.budkavle.chaos.account.Latencies;
import se.budkavle.chaos.account.SiteLoss;
import se.budkavle.chaos.soak.Trend;

/** A report for people. */
final class ReportText {

    private ReportText() {}

    static String of(Report report) {
        return switch (report) {
            case KillReport kill -> of(kill);
            case LanesReport lanes -> of(lanes);
            case ReplayReport replay -> of(replay);
            case DisasterReport disaster -> of(disaster);
        };
    }

    private static String of(KillReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT, "Seed %d; everything was ready after %.1f s.", report.seed(), report.startedIn()));
        lines.add(String.format(
                Locale.ROOT,
                "%d messages were accepted, %.0f a second, %d requests were repeated; %d deliveries.",
                report.messages(),
                report.perSecond(),
                report.repeated(),
                report.deliveries()));
        lines.add("POST to inbox, before the first strike: " + latencies(report.quiet()));
        lines.add("POST to inbox, over all:                " + latencies(report.all()));
        report.strikes().forEach(strike -> lines.add(strike(strike)));
        lines.addAll(recoveries(report.strikes()));
        lines.addAll(trends(report.trends()));
        lines.add(String.format(
                Locale.ROOT,
                "%d subscribers were told of %d events, %d of them more than once.",
                report.told().subscribers(),
                report.told().due(),
                report.told().repeated()));
        lines.add(report.answered() + " deliveries were answered by their recipients.");
        lines.add(report.contentsCompared() + " contents were fetched and compared.");
        lines.add(report.books() ? "The books were compared." : "The books were not compared.");
        if (report.holds()) {
            lines.add("0 lost, 0 doubled, 0 out of order, 0 altered, 0 untold, 0 inverted: everything holds.");
        } else {
            lines.add("IT DOES NOT HOLD: " + report.counts());
            report.findings().forEach(finding -> lines.add("  " + finding(finding)));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String of(LanesReport report) {
        List<String> lines = new ArrayList<>();
        lines.add("POST to inbox of express messages, idle:            " + latencies(report.idle()));
        lines.add("POST to inbox of express messages, beside the bulk: " + latencies(report.busy()));
        lines.add(String.format(
                Locale.ROOT,
                "The p99 is %.1f times as long. %d bulk messages were queued; %d deliveries of them were under way when the measurement began, %d when it ended.",
                report.ratio(),
                report.bulk(),
                report.backlogBefore(),
                report.backlogAfter()));
        if (report.holds()) {
            lines.add("0 lost, 0 doubled, 0 out of order, 0 altered: everything holds.");
        } else {
            lines.add("IT DOES NOT HOLD:");
            report.findings().forEach(finding -> lines.add("  " + finding(finding)));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String of(ReplayReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%d notifications died within %.1f s, and were replayed within %.1f s; %d were told more than once.",
                report.notifications(),
                report.diedIn(),
                report.replayedIn(),
                report.repeated()));
        report.strikes()
                .forEach(strike -> lines.add(String.format(
                        Locale.ROOT,
                        "%s after %d of them: ready again after %.1f s",
                        strike.what(),
                        strike.replayed(),
                        strike.backAfter())));
        if (report.holds()) {
            lines.add(
                    "Each dead letter replayed once, each notification delivered, the books agree: everything holds.");
        } else {
            lines.add("IT DOES NOT HOLD: " + report.counts());
            report.findings().forEach(finding -> lines.add("  " + finding(finding)));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String of(DisasterReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "Seed %d; %d messages were accepted, %d of them by the site that was lost.",
                report.seed(),
                report.messages(),
                report.before()));
        lines.add("At the other site later by: " + latencies(report.mirror()));
        report.steps().forEach((step, took) -> lines.add(String.format(Locale.ROOT, "%s: %.1f s", step, took)));
        lines.add(String.format(Locale.ROOT, "The first 202 of the other site after %.1f s.", report.back()));
        SiteLoss.Outcome loss = report.loss();
        lines.add(String.format(
                Locale.ROOT,
                "Lost of what came in the last %.1f s: %d messages, %d of others' deliveries, %d answers, %d notifications.",
                loss.earliest(),
                loss.messages(),
                loss.halves(),
                loss.answers(),
                loss.untold()));
        lines.add(String.format(
                Locale.ROOT,
                "%d notifications were due, %d were told more than once.",
                report.due(),
                report.repeated()));
        lines.add(report.contentsCompared()
                + " contents, encrypted at rest, were fetched at the other site and compared.");
        report.unbalanced().forEach(finding -> lines.add("The books show it: " + finding(finding)));
        if (report.holds()) {
            lines.add("Nothing else is lost, 0 doubled, 0 out of order, 0 altered, 0 inverted: everything holds.");
        } else {
            lines.add("IT DOES NOT HOLD: " + report.counts());
            report.findings().forEach(finding -> lines.add("  " + finding(finding)));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String latencies(Latencies times) {
        return String.format(
                Locale.ROOT,
                "p50 %.0f ms, p99 %.0f ms, longest %.0f ms (of %d)",
                times.p50(),
                times.p99(),
                times.max(),
                times.count());
    }

    private static String strike(StrikeReport strike) {
        Double unready = strike.unreadyAfter();
        return String.format(
                Locale.ROOT,
                "%s at %.1f s: an inbox stood still for %.1f s at most (%s), a subscriber for %.1f s (%s), a 202 took %.1f s, a single answer %.1f s; %s%s",
                strike.what(),
                strike.after(),
                strike.stoppedFor(),
                strike.stoppedAt(),
                strike.toldStoppedFor(),
                strike.toldStoppedAt(),
                strike.acceptStoppedFor(),
                strike.answeredWithin(),
                unready == null ? "" : String.format(Locale.ROOT, "not ready after %.1f s; ", unready),
                returned(strike));
    }

    private static String returned(StrikeReport strike) {
        Double back = strike.backAfter();
        if (back != null) {
            return String.format(Locale.ROOT, "all ready again after %.1f s.", back);
        }
        return strike.away() ? "it stayed away." : "there was nothing to bring back.";
    }

    /** One row for each strike: when what was to be had again. */
    private static List<String> recoveries(List<StrikeReport> strikes) {
        if (strikes.isEmpty()) {
            return List.of();
        }
        int width =
                strikes.stream().mapToInt(each -> each.what().length()).max().orElse(0);
        String row = "  %-" + width + "s %8s %8s %8s %8s";
        List<String> lines = new ArrayList<>();
        lines.add("Recovered, in seconds from the strike (0: it never stood still for a second):");
        lines.add(String.format(Locale.ROOT, row, "", "intake", "routing", "delivery", "ready"));
        for (StrikeReport each : strikes) {
            Recovery recovery = each.recovery();
            Double back = each.backAfter();
            lines.add(String.format(
                    Locale.ROOT,
                    row,
                    each.what(),
                    tenths(recovery.intake()),
                    tenths(recovery.routing()),
                    tenths(recovery.delivery()),
                    back == null ? "-" : tenths(back)));
        }
        return lines;
    }

    /** One row for each process: what it took at the beginning of the second half, and at its end. */
    private static List<String> trends(List<Trend> trends) {
        if (trends.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add("Taken by each process, as medians of the first and of the last fifth of the second half (! grows):");
        trends.stream()
                .map(Trend::process)
                .distinct()
                .forEach(process -> lines.add("  " + process + ": "
                        + trends.stream()
                                .filter(trend -> trend.process().equals(process))
                                .map(ReportText::trend)
                                .collect(Collectors.joining(", "))));
        return lines;
    }

    private static String trend(Trend trend) {
        return trend.isJudged()
                ? String.format(
                        Locale.ROOT,
                        "%.1f to %.1f %s%s",
                        trend.from(),
                        trend.to(),
                        trend.gauge().unit(),
                        trend.isFlat() ? "" : " !")
                : "too few measurements of " + trend.gauge().unit();
    }

    private static String tenths(double seconds) {
        return String.format(Locale.ROOT, "%.1f", seconds);
    }

    private static String finding(Finding finding) {
        return finding.kind() + " " + finding.where() + " " + finding.what();
    }
}
