package se.budkavle.benchmarks.report;

import static se.budkavle.benchmarks.report.Svg.BOTTOM;
import static se.budkavle.benchmarks.report.Svg.HEIGHT;
import static se.budkavle.benchmarks.report.Svg.LEFT;
import static se.budkavle.benchmarks.report.Svg.RIGHT;
import static se.budkavle.benchmarks.report.Svg.TOP;
import static se.budkavle.benchmarks.report.Svg.WIDTH;
import static se.budkavle.benchmarks.report.Svg.px;

import java.util.List;
import java.util.stream.Collectors;
import se.budkavle.benchmarks.result.Curve;
import se.budkavle.benchmarks.result.Curve.Point;
import se.budkavle.benchmarks.result.Goal;

/** A cost over a size, both axes logarithmic: the medians as a line, the ranges as strokes, and dashed what would be linear. */
final class CurvePlot {

    private static final String COLOUR = "#1f5fa8";
    private static final String DASHED = " stroke-dasharray=\"4 4\"";

    private final Curve curve;
    private final Axis sizes;
    private final Axis micros;

    /** The exponents at both ends of an axis, and where these are. */
    private record Axis(double from, double to, double first, double last) {

        static Axis of(double least, double most, double first, double last) {
            double from = Math.floor(Math.log10(least));
            return new Axis(from, Math.max(from + 1, Math.ceil(Math.log10(most))), first, last);
        }

        double at(double value) {
            return first + (Math.log10(value) - from) / (to - from) * (last - first);
        }
    }

    private CurvePlot(Curve curve, List<Point> points) {
        this.curve = new Curve(curve.grows(), points);
        sizes = Axis.of(points.getFirst().at(), points.getLast().at(), LEFT, WIDTH - RIGHT);
        double least = points.stream()
                .mapToDouble(point -> point.micros().least())
                .min()
                .orElseThrow();
        double most = points.stream()
                .mapToDouble(point -> point.micros().most())
                .max()
                .orElseThrow();
        micros = Axis.of(least, most, HEIGHT - BOTTOM, TOP);
    }

    /** The picture; empty where nothing was measured. */
    static String of(Curve curve) {
        List<Point> measured = curve.points().stream()
                .filter(point -> point.micros().least() > 0
                        && Double.isFinite(point.micros().most()))
                .toList();
        return measured.isEmpty() ? "" : new CurvePlot(curve, measured).draw();
    }

    private String draw() {
        var svg = new StringBuilder(Svg.open(HEIGHT + 18, "Cost over " + curve.grows()));
        for (double exponent = micros.from(); exponent <= micros.to(); exponent++) {
            double y = micros.at(Math.pow(10, exponent));
            stroke(svg, LEFT, y, WIDTH - RIGHT, y, "#ddd", "");
            text(svg, LEFT - 8, y + 4, "end", Goal.number(Math.pow(10, exponent)) + " µs");
        }
        for (double exponent = sizes.from(); exponent <= sizes.to(); exponent++) {
            double x = sizes.at(Math.pow(10, exponent));
            stroke(svg, x, TOP, x, HEIGHT - BOTTOM, "#ddd", "");
            text(svg, x, HEIGHT - BOTTOM + 18, "middle", Goal.number(Math.pow(10, exponent)));
        }
        text(svg, LEFT, HEIGHT + 10, "start", "µs a message over " + curve.grows() + "; dashed: what would be linear");
        linear(svg);
        line(svg);
        for (Point point : curve.points()) {
            double x = sizes.at(point.at());
            stroke(
                    svg,
                    x,
                    micros.at(point.micros().least()),
                    x,
                    micros.at(point.micros().most()),
                    "#222",
                    "");
        }
        return svg.append("</svg>").toString();
    }

    /** From the first point, as far as the axis reaches. */
    private void linear(StringBuilder svg) {
        Point first = curve.points().getFirst();
        double room = Math.pow(10, micros.to()) / first.micros().median();
        double times = Math.min(room, Math.pow(10, sizes.to()) / first.at());
        stroke(
                svg,
                sizes.at(first.at()),
                micros.at(first.micros().median()),
                sizes.at(first.at() * times),
                micros.at(first.micros().median() * times),
                "#9a9a9a",
                DASHED);
    }

    private void line(StringBuilder svg) {
        String points = curve.points().stream()
                .map(point -> px(sizes.at(point.at())) + ","
                        + px(micros.at(point.micros().median())))
                .collect(Collectors.joining(" "));
        svg.append(
                "<polyline fill=\"none\" stroke-width=\"2\" stroke=\"%s\" points=\"%s\"/>".formatted(COLOUR, points));
    }

    private static void stroke(
            StringBuilder svg, double x1, double y1, double x2, double y2, String colour, String more) {
        svg.append("<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"%s\"%s/>"
                .formatted(px(x1), px(y1), px(x2), px(y2), colour, more));
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String what) {
        svg.append("<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>"
                .formatted(px(x), px(y), anchor, Html.escaped(what)));
    }
}
