/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.report;

import java.util.List;
import java.util.Locale;

/** Horizontal bars as SVG, with error bars and marks where there are some. Stateless. */
public final class BarChart {
    private static final int LABEL_WIDTH = 300;
    private static final int BARS_WIDTH = 420;
    private static final int VALUE_WIDTH = 150;
    private static final int ROW_HEIGHT = 26;
    private static final int BAR_HEIGHT = 14;
    private static final int TOP = 6;

    private BarChart() {}

    /**
     * One bar.
     *
     * @param label what it stands for
     * @param value how long it is
     * @param low where its error bar begins; NaN for none
     * @param high where its error bar ends; NaN for none
     * @param mark a place to mark, such as a budget; NaN for none
     * @param text what is written behind it
     * @param style {@code ours}, {@code peer} or {@code exceeded}
     */
    public record Bar(String label, double value, double low, double high, double mark, String text, String style) {}

    /** A chart of all bars on one scale from 0. */
    public static String of(String description, List<Bar> bars) {
        double most = 0;
        for (Bar bar : bars) {
            most = Math.max(most, Math.max(end(bar), Double.isNaN(bar.mark) ? 0 : bar.mark));
        }
        double scale = most == 0 ? 0 : BARS_WIDTH / most;
        int height = TOP * 2 + bars.size() * ROW_HEIGHT;
        StringBuilder svg = new StringBuilder(format(
                "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n",
                LABEL_WIDTH + BARS_WIDTH + VALUE_WIDTH, height, Html.escape(description)));
        svg.append(format(
                "<line class=\"axis\" x1=\"%d\" y1=\"0\" x2=\"%d\" y2=\"%d\"/>%n", LABEL_WIDTH, LABEL_WIDTH, height));
        for (int i = 0; i < bars.size(); i++) {
            svg.append(row(bars.get(i), TOP + i * ROW_HEIGHT, scale));
        }
        return svg.append("</svg>\n").toString();
    }

    private static double end(Bar bar) {
        return Double.isNaN(bar.high) ? bar.value : Math.max(bar.value, bar.high);
    }

    private static String row(Bar bar, int y, double scale) {
        int barY = y + (ROW_HEIGHT - BAR_HEIGHT) / 2;
        int middle = y + ROW_HEIGHT / 2;
        StringBuilder svg = new StringBuilder();
        svg.append(format(
                "<text class=\"label\" x=\"%d\" y=\"%d\">%s</text>%n",
                LABEL_WIDTH - 10, middle + 4, Html.escape(bar.label)));
        svg.append(format(
                "<rect class=\"bar %s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>%n",
                bar.style, LABEL_WIDTH, barY, Math.max(1.5, bar.value * scale), BAR_HEIGHT));
        double textAt = end(bar);
        if (!Double.isNaN(bar.low) && !Double.isNaN(bar.high)) {
            svg.append(errorBar(bar, middle, scale));
        }
        if (!Double.isNaN(bar.mark)) {
            double x = LABEL_WIDTH + bar.mark * scale;
            svg.append(format(
                    "<line class=\"mark\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>%n",
                    x, barY - 4, x, barY + BAR_HEIGHT + 4));
            textAt = Math.max(textAt, bar.mark);
        }
        svg.append(format(
                "<text class=\"value\" x=\"%.1f\" y=\"%d\">%s</text>%n",
                LABEL_WIDTH + textAt * scale + 8, middle + 4, Html.escape(bar.text)));
        return svg.toString();
    }

    private static String errorBar(Bar bar, int middle, double scale) {
        double from = LABEL_WIDTH + bar.low * scale;
        double to = LABEL_WIDTH + bar.high * scale;
        return format("<path class=\"error\" d=\"M%.1f %d v8 m0 -4 H%.1f m0 -4 v8\"/>%n", from, middle - 4, to);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
