/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.benchmarks.endtoend.result.Figures;
import io.millrace.benchmarks.endtoend.result.ResultSet;
import io.millrace.benchmarks.endtoend.result.ResultSet.SubjectFacts;
import io.millrace.benchmarks.endtoend.result.Run;
import io.millrace.benchmarks.report.LineChart;
import io.millrace.benchmarks.report.LineChart.Line;
import io.millrace.benchmarks.report.LineChart.Point;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class EndToEndReportTest {
    private static final String DRAIN = "drain/debezium-json";
    private static final String PACED = "latency/500";

    private static ResultSet results() {
        Map<String, String> scenarios = new LinkedHashMap<>();
        scenarios.put(DRAIN, "Inserts <1>");
        scenarios.put(PACED, "500 records per second");
        scenarios.put("growth/lanes/2", "2 connections");
        scenarios.put("drain/flat-avro", "never measured");
        return new ResultSet(
                ResultSet.FORMAT,
                Map.of("Date", "2026-11-26", "Command", "benchmarks/e2e.sh --quick"),
                scenarios,
                Map.of(
                        "millrace", new SubjectFacts("Millrace, defaults", "ours", "defaults"),
                        "debezium", new SubjectFacts("Debezium's sink, defaults", "peer", "batch.size=500")),
                List.of(
                        drained("debezium", 0, 1),
                        drained("millrace", 1, 60_000),
                        drained("debezium", 1, 10_000),
                        drained("debezium", 2, 12_500),
                        drained("millrace", 2, 50_000),
                        paced("millrace", 1.25),
                        paced("debezium", 12.5),
                        new Run("growth/lanes/2", "millrace", 1, 1, Map.of(Figures.RATE, 77_000.0))));
    }

    private static Run drained(String subject, int round, double rate) {
        return new Run(
                DRAIN, subject, round, 100_000, Map.of(Figures.RATE, rate, Figures.CPU, 20.0, Figures.BYTES, 5_000.0));
    }

    private static Run paced(String subject, double millis) {
        return new Run(
                PACED,
                subject,
                1,
                5_000,
                Map.of(
                        Figures.P50,
                        millis,
                        Figures.P90,
                        millis * 2,
                        Figures.P99,
                        millis * 3,
                        Figures.P999,
                        millis * 4,
                        Figures.MAX,
                        millis * 5,
                        Figures.BARE,
                        0.2,
                        Figures.BROKER_P50,
                        0.5,
                        Figures.BROKER_P99,
                        2.0));
    }

    @Test
    void page_isWellFormed_loadsNothing_andShowsGoals() throws Exception {
        String page = EndToEndReport.html(results());

        String xml = page.replaceFirst("<!DOCTYPE html>", "").replaceAll("<meta [^>]*>", "");
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
                        .getElementsByTagName("svg")
                        .getLength())
                .isEqualTo(3);
        assertThat(page)
                .contains("Inserts &lt;1&gt;", "2026-11-26", "benchmarks/e2e.sh --quick", "batch.size=500")
                .contains("class=\"line ours\"", "class=\"line peer\"", "class=\"bar peer\"", "Growth with lanes")
                .contains("class=\"tile\"", "class=\"tile exceeded\"")
                .doesNotContain("http://", "https://", "<script", "@import", "never measured");
    }

    @Test
    void markdown_hasGoalsWithTheirDistance_andRatesAndLatencies() {
        assertThat(EndToEndReport.markdown(results()).lines())
                .contains(
                        "| Debezium JSON, rows/s: ours to Debezium's sink, both at defaults | Millrace, defaults | ≥ 5.00"
                                + " | 5.00 | 4.00 – 6.00 | 2 | met |",
                        "| Latency at 500/s, p99: ours to Debezium's sink, both at defaults | Millrace, defaults | ≤ 0.250"
                                + " | 0.100 | 0.100 – 0.100 | 1 | met |",
                        "| Latency at 500/s, p50 in ms: ours less a bare upsert | Millrace, defaults | ≤ 1.00 | 1.05 |"
                                + " 1.05 – 1.05 | 1 | missed by 5 % |",
                        "| Inserts <1> | Millrace, defaults | 55,000 | 50,000 – 60,000 | 5.00× | 20.0 | 5.00 |",
                        "| Inserts <1> | Debezium's sink, defaults | 11,250 | 10,000 – 12,500 | 1.00× | 20.0 | 5.00 |",
                        "| 500 records per second | Millrace, defaults | 1.25 | 2.50 | 3.75 | 3.75 – 3.75 | 5.00 | 6.25 |"
                                + " 0.20 | 0.50 | 2.00 |");
    }

    @Test
    void lineChart_spansPowersOfTen_andPutsGreaterValuesHigher() {
        String svg = LineChart.of(
                "d",
                "ms",
                List.of("p50", "p99"),
                List.of(new Line("ours", List.of(new Point(1, 1, 1), new Point(100, 100, 100)), "ours")));

        assertThat(svg).contains(">1 ms<", ">10 ms<", ">100 ms<").doesNotContain("1,000 ms");
        assertThat(svg).contains("<path class=\"line ours\" d=\"M210.0 242.0L490.0 12.0\"/>");
    }

    @Test
    void lineChart_refusesWhatHasNoLogarithm() {
        assertThatThrownBy(() -> LineChart.of(
                        "d", "ms", List.of("p50"), List.of(new Line("x", List.of(new Point(0, 0, 0)), "ours"))))
                .hasMessageContaining("logarithmic");
    }
}
