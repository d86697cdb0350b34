/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.benchmarks.budget.BenchmarkCase;
import io.millrace.benchmarks.budget.Budget;
import io.millrace.benchmarks.report.BarChart.Bar;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final String PUT = "io.millrace.benchmarks.core.PutToAck.putToAck";
    private static final String READ = "io.millrace.benchmarks.core.ReadJson.jsonConverter";
    private static final BenchmarkCase PUT_CASE = new BenchmarkCase(PUT, Map.of("keys", "500", "shape", "ENVELOPE_10"));

    @TempDir
    private Path folder;

    private JmhResults results() throws IOException {
        return JmhResults.read(Files.writeString(
                folder.resolve("jmh.json"),
                """
                [{"jmhVersion": "1.37", "benchmark": "%s", "mode": "avgt", "forks": 2, "vmName": "VM", "vmVersion": "17",
                  "jvmArgs": ["-Xms512m", "-Dsecret=1"], "warmupIterations": 4, "warmupTime": "500 ms",
                  "measurementIterations": 5, "measurementTime": "500 ms", "params": {"keys": "500", "shape": "ENVELOPE_10"},
                  "primaryMetric": {"score": 1.6, "scoreUnit": "us/op", "rawData": [[1.5, 1.9], [1.4]]},
                  "secondaryMetrics": {"gc.alloc.rate.norm": {"score": 210.0, "rawData": [[220.0, 205.2], [206.0]]}}},
                 {"jmhVersion": "1.37", "benchmark": "%s", "mode": "sample", "params": {"schemas": "true"},
                  "primaryMetric": {"score": 3000.0, "scoreError": "NaN", "scoreUnit": "ns/op",
                    "scorePercentiles": {"0.0": 900.0, "50.0": 2500.0, "99.9": 8000.0, "100.0": 9000.0}},
                  "secondaryMetrics": {}}]
                """
                        .formatted(PUT, READ)));
    }

    private static Map<BenchmarkCase, Budget> budgets(double bytes) {
        return Map.of(PUT_CASE, new Budget(PUT_CASE, bytes, 400.0, "all the core adds"));
    }

    @Test
    void results_areReadWithTheirSettings() throws IOException {
        JmhResults results = results();

        Measurement put = results.measurements().get(0);
        assertThat(put.subject()).isEqualTo(PUT_CASE);
        assertThat(put.time()).isEqualTo(1_500);
        assertThat(put.fastest()).isEqualTo(1_400);
        assertThat(put.slowest()).isEqualTo(1_900);
        assertThat(put.bytes()).isEqualTo(205.2);
        assertThat(put.percentiles()).isEmpty();
        Measurement read = results.measurements().get(1);
        assertThat(read.time()).isEqualTo(2_500);
        assertThat(read.slowest()).isNaN();
        assertThat(read.bytes()).isNaN();
        assertThat(read.percentiles()).containsEntry(99.9, 8_000.0);
        assertThat(results.settings()).containsEntry("JMH", "1.37");
        assertThat(results.settings().values()).noneMatch(value -> value.contains("secret"));
    }

    @Test
    void page_isWellFormedAndLoadsNothing() throws Exception {
        List<Measurement> measurements = results().measurements();
        List<Section> sections = new java.util.ArrayList<>(List.of(
                new SummarySection(measurements, budgets(220)), new AllocationSection(measurements, budgets(220))));
        sections.addAll(TimeSection.of(measurements));
        sections.add(new FactsSection("How", Map.of("Machine", "a < b & \"c\"")));

        String page = new Report("Title <1>", "today", sections).html();

        String xml = page.replaceFirst("<!DOCTYPE html>", "").replaceAll("<meta [^>]*>", "");
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
                        .getElementsByTagName("section")
                        .getLength())
                .isEqualTo(sections.size());
        assertThat(page)
                .contains("Title &lt;1&gt;", "a &lt; b &amp; &quot;c&quot;")
                .contains(
                        "205 of 220 B",
                        "all the core adds",
                        "1.50 µs",
                        "1.40 µs – 1.90 µs",
                        "p99.9",
                        "Apache Kafka's JsonConverter")
                .doesNotContain("http://", "https://", "<script", "@import", "class=\"bar exceeded");
    }

    @Test
    void excess_isShown() throws IOException {
        Html out = new Html();
        new AllocationSection(results().measurements(), budgets(200)).write(out);

        assertThat(out.toString()).contains("class=\"bar exceeded", "<td class=\"number\">exceeded</td>");
    }

    @Test
    void markdown_givesTimesAsRatiosOnly() throws IOException {
        assertThat(MarkdownTable.of(results().measurements(), budgets(220)).lines())
                .containsExactly(
                        "| question | case | B/op | budget | time, to the first |",
                        "| --- | --- | ---: | ---: | ---: |",
                        "| The core as a whole | put to ack, 500 keys, envelope 10 | 205 | 220 | 1.00× |",
                        "| Decode: what comes before | json converter, true schemas (Apache Kafka's JsonConverter) | – | – |"
                                + " 1.00× |");
    }

    @Test
    void chart_scalesToItsLongestPart() {
        String svg = BarChart.of(
                "d",
                List.of(
                        new Bar("short", 10, Double.NaN, Double.NaN, 40, "10", "ours"),
                        new Bar("long", 30, 25, 40, Double.NaN, "30", "peer")));

        assertThat(svg).contains("width=\"105.0\"", "width=\"315.0\"", "class=\"mark\" x1=\"720.0\"");
    }

    @Test
    void chart_ofZeros_hasBarsThatShow() {
        assertThat(BarChart.of("d", List.of(new Bar("none", 0, Double.NaN, Double.NaN, Double.NaN, "0", "ours"))))
                .contains("width=\"1.5\"");
    }

    @Test
    void resultsOfABenchmarkThatIsGone_areRefused() {
        Measurement stale =
                new Measurement(new BenchmarkCase("io.millrace.Gone.measure", Map.of()), 1, 1, 1, 1, new TreeMap<>());

        assertThatThrownBy(() -> TimeSection.of(List.of(stale))).hasMessageContaining("io.millrace.Gone");
    }
}
