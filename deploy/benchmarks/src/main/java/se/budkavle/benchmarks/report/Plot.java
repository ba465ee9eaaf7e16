package se.budkavle.benchmarks.report;

import static se.budkavle.benchmarks.report.Svg.BOTTOM;
import static se.budkavle.benchmarks.report.Svg.HEIGHT;
import static se.budkavle.benchmarks.report.Svg.LEFT;
import static se.budkavle.benchmarks.report.Svg.RIGHT;
import static se.budkavle.benchmarks.report.Svg.TOP;
import static se.budkavle.benchmarks.report.Svg.WIDTH;
import static se.budkavle.benchmarks.report.Svg.px;

import java.util.List;
import org.HdrHistogram.Histogram;
import se.budkavle.benchmarks.result.Goal;
import se.budkavle.benchmarks.result.Statistics;
import se.budkavle.benchmarks.result.Subject;

/** Pictures as SVG, which a page carries in itself. */
final class Plot {

    private static final int ROW = 26;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int ENOUGH = 10;
    private static final List<String> COLOURS = List.of("#1f5fa8", "#9a9a9a", "#c2a14a", "#6aa06a");

    private Plot() {}

    /** How often a second: the medians as bars, the range as a line. */
    static String rates(List<Subject> subjects) {
        double most = subjects.stream()
                .mapToDouble(subject -> subject.perSecond().most())
                .max()
                .orElse(1);
        var svg = new StringBuilder(Svg.open(subjects.size() * ROW + TOP, "Rates"));
        for (int i = 0; i < subjects.size(); i++) {
            Statistics rate = subjects.get(i).perSecond();
            int y = TOP / 2 + i * ROW;
            double scale = (WIDTH - LEFT - RIGHT) / Math.max(most, 1e-9);
            svg.append("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
                    .formatted(LEFT - 8, y + 16, Html.escaped(subjects.get(i).name())));
            svg.append("<rect x=\"%d\" y=\"%d\" width=\"%s\" height=\"16\" fill=\"%s\"/>"
                    .formatted(LEFT, y + 3, px(rate.median() * scale), colour(i)));
            svg.append("<line x1=\"%s\" x2=\"%s\" y1=\"%d\" y2=\"%d\" stroke=\"#222\"/>"
                    .formatted(px(LEFT + rate.least() * scale), px(LEFT + rate.most() * scale), y + 11, y + 11));
            svg.append("<text x=\"%s\" y=\"%d\">%s/s</text>"
                    .formatted(px(LEFT + rate.most() * scale + 6), y + 16, Goal.number(rate.median())));
        }
        return svg.append("</svg>").toString();
    }

    /** Latencies of all rounds together: percentiles, with equal room for each nine; both axes are logarithmic. */
    static String latencies(List<Subject> subjects) {
        List<Subject> shown = subjects.stream()
                .filter(subject -> subject.latencies().getTotalCount() > 0)
                .toList();
        double least = shown.stream()
                .mapToDouble(subject -> millis(subject.latencies(), 1))
                .min()
                .orElse(0.1);
        double most = shown.stream()
                .mapToDouble(subject -> millis(subject.latencies(), 99.99))
                .max()
                .orElse(1);
        var scale =
                new Scale(Math.floor(Math.log10(Math.max(least, 0.01))), Math.ceil(Math.log10(Math.max(most, 0.02))));
        var svg = new StringBuilder(Svg.open(HEIGHT + shown.size() * 18, "Latencies"));
        axes(svg, scale);
        for (int i = 0; i < shown.size(); i++) {
            line(svg, shown.get(i), colour(subjects.indexOf(shown.get(i))), scale);
            svg.append("<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>"
                    .formatted(
                            LEFT,
                            HEIGHT + 14 + i * 18,
                            colour(subjects.indexOf(shown.get(i))),
                            Html.escaped(shown.get(i).name())));
        }
        return svg.append("</svg>").toString();
    }

    /** The exponents of the axis of milliseconds. */
    private record Scale(double from, double to) {

        double y(double millis) {
            double part = (Math.log10(Math.max(millis, 1e-3)) - from) / Math.max(1, to - from);
            return HEIGHT - BOTTOM - part * (HEIGHT - BOTTOM - TOP);
        }
    }

    private static double x(double percent) {
        // 90 % at 1, 99 % at 2, 99.99 % at 4.
        double nines = -Math.log10(1 - percent / 100);
        return LEFT + nines / 4 * (WIDTH - LEFT - RIGHT);
    }

    private static void axes(StringBuilder svg, Scale scale) {
        for (double exponent = scale.from(); exponent <= scale.to(); exponent++) {
            double y = scale.y(Math.pow(10, exponent));
            svg.append("<line x1=\"%d\" x2=\"%d\" y1=\"%s\" y2=\"%s\" stroke=\"#ddd\"/>"
                    .formatted(LEFT, WIDTH - RIGHT, px(y), px(y)));
            svg.append("<text x=\"%d\" y=\"%s\" text-anchor=\"end\">%s ms</text>"
                    .formatted(LEFT - 8, px(y + 4), Goal.number(Math.pow(10, exponent))));
        }
        for (double percent : List.of(50.0, 90.0, 99.0, 99.9, 99.99)) {
            svg.append("<line x1=\"%s\" x2=\"%s\" y1=\"%d\" y2=\"%d\" stroke=\"#ddd\"/>"
                    .formatted(px(x(percent)), px(x(percent)), TOP, HEIGHT - BOTTOM));
            svg.append("<text x=\"%s\" y=\"%d\" text-anchor=\"middle\">%s %%</text>"
                    .formatted(px(x(percent)), HEIGHT - BOTTOM + 18, Goal.number(percent)));
        }
    }

    private static void line(StringBuilder svg, Subject subject, String colour, Scale scale) {
        Histogram latencies = subject.latencies();
        var points = new StringBuilder();
        for (double percent : Percentiles.PLOTTED) {
            // A percentile of which there are hardly any is chance.
            if (latencies.getTotalCount() * (100 - percent) / 100 >= ENOUGH) {
                points.append("%s,%s ".formatted(px(x(percent)), px(scale.y(millis(latencies, percent)))));
            }
        }
        svg.append("<polyline fill=\"none\" stroke-width=\"2\" stroke=\"%s\" points=\"%s\"/>"
                .formatted(colour, points.toString().strip()));
    }

    private static double millis(Histogram latencies, double percent) {
        return latencies.getValueAtPercentile(percent) / NANOS_PER_MILLI;
    }

    private static String colour(int i) {
        return COLOURS.get(i % COLOURS.size());
    }
}
