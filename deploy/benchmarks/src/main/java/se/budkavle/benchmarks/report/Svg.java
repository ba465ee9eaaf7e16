package se.budkavle.benchmarks.report;

import java.util.Locale;

/** What all pictures have in common. */
final class Svg {

    static final int WIDTH = 720;
    static final int LEFT = 150;
    static final int RIGHT = 110;
    static final int HEIGHT = 260;
    static final int BOTTOM = 34;
    static final int TOP = 12;

    private Svg() {}

    static String open(int height, String label) {
        return "<svg viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\" aria-label=\"%s\" xmlns=\"http://www.w3.org/2000/svg\">"
                .formatted(WIDTH, height, WIDTH, Html.escaped(label));
    }

    /** A coordinate: with a point, wherever the machine stands. */
    static String px(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
