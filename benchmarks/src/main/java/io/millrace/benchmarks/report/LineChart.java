/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.report;

import java.util.List;
import java.util.Locale;

/** Lines over named places, with a logarithmic scale and a band for the spread, as SVG. Stateless. */
public final class LineChart {
    private static final int LEFT = 70;
    private static final int WIDTH = 560;
    private static final int HEIGHT = 230;
    private static final int TOP = 12;
    private static final int BOTTOM = 28;
    private static final int LEGEND_WIDTH = 240;

    private LineChart() {}

    /**
     * A place of a line.
     *
     * @param value where the line goes, above 0
     * @param low where its band begins
     * @param high where its band ends
     */
    public record Point(double value, double low, double high) {}

    /**
     * A line.
     *
     * @param label what it stands for
     * @param points one for each place
     * @param style {@code ours}, {@code ours-2}, {@code peer} or {@code limit}
     */
    public record Line(String label, List<Point> points, String style) {}

    /**
     * A chart of lines on one scale.
     *
     * @param description for those who cannot see it
     * @param unit of all values
     * @param places names of the places, from left to right
     * @param lines the lines, each with a point for each place
     */
    public static String of(String description, String unit, List<String> places, List<Line> lines) {
        double least = Double.MAX_VALUE;
        double most = 0;
        for (Line line : lines) {
            for (Point point : line.points) {
                least = Math.min(least, point.low);
                most = Math.max(most, point.high);
            }
        }
        Scale scale = Scale.of(least, most);
        StringBuilder svg = new StringBuilder(format(
                "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n",
                LEFT + WIDTH + LEGEND_WIDTH, TOP + HEIGHT + BOTTOM, Html.escape(description)));
        for (double tick = scale.from; tick <= scale.to * 1.001; tick *= 10) {
            svg.append(format(
                    "<line class=\"axis\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>%n",
                    LEFT, scale.y(tick), LEFT + WIDTH, scale.y(tick)));
            svg.append(format(
                    "<text class=\"label\" x=\"%d\" y=\"%.1f\">%s</text>%n",
                    LEFT - 8, scale.y(tick) + 4, Html.escape(number(tick) + " " + unit)));
        }
        for (int i = 0; i < places.size(); i++) {
            svg.append(format(
                    "<text class=\"place\" x=\"%.1f\" y=\"%d\">%s</text>%n",
                    x(i, places.size()), TOP + HEIGHT + 20, Html.escape(places.get(i))));
        }
        for (int i = 0; i < lines.size(); i++) {
            svg.append(line(lines.get(i), scale, places.size(), TOP + 14 + i * 22));
        }
        return svg.append("</svg>\n").toString();
    }

    private static String line(Line line, Scale scale, int places, int legendY) {
        StringBuilder band = new StringBuilder();
        StringBuilder path = new StringBuilder();
        StringBuilder back = new StringBuilder();
        StringBuilder dots = new StringBuilder();
        for (int i = 0; i < line.points.size(); i++) {
            Point point = line.points.get(i);
            double x = x(i, places);
            String to = i == 0 ? "M" : "L";
            path.append(format("%s%.1f %.1f", to, x, scale.y(point.value)));
            band.append(format("%s%.1f %.1f", to, x, scale.y(point.high)));
            back.insert(0, format("L%.1f %.1f", x, scale.y(point.low)));
            dots.append(format(
                    "<circle class=\"dot %s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.2\"/>%n",
                    line.style, x, scale.y(point.value)));
        }
        int legendX = LEFT + WIDTH + 20;
        return format("<path class=\"band %s\" d=\"%s%sZ\"/>%n", line.style, band, back)
                + format("<path class=\"line %s\" d=\"%s\"/>%n", line.style, path)
                + dots
                + format(
                        "<path class=\"line %s\" d=\"M%d %dh18\"/><text class=\"value\" x=\"%d\" y=\"%d\">%s</text>%n",
                        line.style, legendX, legendY - 4, legendX + 26, legendY, Html.escape(line.label));
    }

    private static double x(int place, int places) {
        return LEFT + WIDTH * (place + 0.5) / places;
    }

    private static String number(double tick) {
        return tick >= 1 ? format("%,.0f", tick) : Double.toString(Math.rint(tick * 1_000) / 1_000);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    /** From one power of ten to another. */
    private record Scale(double from, double to) {
        static Scale of(double least, double most) {
            if (!(least > 0) || !(most >= least)) {
                throw new IllegalArgumentException("No logarithmic scale from " + least + " to " + most);
            }
            double from = Math.pow(10, Math.floor(Math.log10(least)));
            double to = Math.pow(10, Math.ceil(Math.log10(most)));
            return new Scale(from, to > from ? to : from * 10);
        }

        double y(double value) {
            double part = (Math.log10(value) - Math.log10(from)) / (Math.log10(to) - Math.log10(from));
            return TOP + HEIGHT * (1 - part);
        }
    }
}
