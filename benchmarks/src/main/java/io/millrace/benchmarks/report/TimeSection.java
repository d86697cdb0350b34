/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.report;

import io.millrace.benchmarks.report.BarChart.Bar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The answers to one question: times with their error bars, and memory beside them. One thread. */
public final class TimeSection implements Section {
    private final String title;
    private final List<Measurement> measurements;

    private TimeSection(String title, List<Measurement> measurements) {
        this.title = title;
        this.measurements = measurements;
    }

    /** One section for each title that questions have. */
    public static List<Section> of(List<Measurement> measurements) {
        Map<String, List<Measurement>> byTitle = new LinkedHashMap<>();
        measurements.stream().sorted(Subject.ORDER).forEach(each -> byTitle.computeIfAbsent(
                        Subject.of(each.subject()).title(), title -> new ArrayList<>())
                .add(each));
        List<Section> sections = new ArrayList<>();
        byTitle.forEach((title, some) -> sections.add(new TimeSection(title, some)));
        return sections;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public void write(Html out) {
        Set<String> questions = new LinkedHashSet<>();
        List<Bar> bars = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        Measurement first = measurements.get(0);
        for (Measurement each : measurements) {
            Subject subject = Subject.of(each.subject());
            questions.add(subject.question());
            bars.add(new Bar(
                    subject.label(),
                    each.time(),
                    each.fastest(),
                    each.slowest(),
                    Double.NaN,
                    Numbers.nanos(each.time()),
                    subject.peer() == null ? "ours" : "peer"));
            rows.add(List.of(
                    subject.label(),
                    subject.peer() == null ? "Millrace" : subject.peer(),
                    Numbers.nanos(each.time()),
                    Numbers.nanos(each.fastest()) + " – " + Numbers.nanos(each.slowest()),
                    Numbers.ratio(each.ratioTo(first)),
                    Numbers.bytes(each.bytes())));
        }
        questions.forEach(question -> out.element("p", question));
        out.raw(BarChart.of(title, bars));
        out.table(
                List.of(
                        "case",
                        "whose code",
                        "median time",
                        "fastest – slowest iteration",
                        "fastest, to the first",
                        "B/op"),
                rows,
                2);
        measurements.stream().filter(each -> !each.percentiles().isEmpty()).forEach(each -> percentiles(out, each));
    }

    private static void percentiles(Html out, Measurement each) {
        List<String> head = new ArrayList<>(List.of("single operations"));
        List<String> row = new ArrayList<>(List.of(Subject.of(each.subject()).label()));
        each.percentiles().forEach((percentage, time) -> {
            head.add(percentage == 0 ? "least" : percentage == 100 ? "greatest" : "p" + trimmed(percentage));
            row.add(Numbers.nanos(time));
        });
        out.table(head, List.of(row), 1);
    }

    private static String trimmed(double percentage) {
        return percentage == Math.rint(percentage) ? Long.toString((long) percentage) : Double.toString(percentage);
    }
}
