/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend;

import io.millrace.benchmarks.Environment;
import io.millrace.benchmarks.endtoend.Plan.DrainWork;
import io.millrace.benchmarks.endtoend.Plan.PacedWork;
import io.millrace.benchmarks.endtoend.Plan.Step;
import io.millrace.benchmarks.endtoend.measure.Drain;
import io.millrace.benchmarks.endtoend.measure.ExpectedContent;
import io.millrace.benchmarks.endtoend.measure.IndexDrain;
import io.millrace.benchmarks.endtoend.measure.Latency;
import io.millrace.benchmarks.endtoend.measure.Measurement;
import io.millrace.benchmarks.endtoend.measure.ObjectDrain;
import io.millrace.benchmarks.endtoend.report.EndToEndReport;
import io.millrace.benchmarks.endtoend.report.PublishedPage;
import io.millrace.benchmarks.endtoend.result.Figures;
import io.millrace.benchmarks.endtoend.result.ResultSet;
import io.millrace.benchmarks.endtoend.result.ResultSet.SubjectFacts;
import io.millrace.benchmarks.endtoend.result.Run;
import io.millrace.benchmarks.endtoend.rig.LoadedTopic;
import io.millrace.benchmarks.endtoend.rig.Rig;
import io.millrace.benchmarks.endtoend.subject.ConnectorConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Carries out a plan and keeps what it finds. Confined to one thread. */
final class EndToEndHarness {
    private static final double NANOS = 1e9;

    private final Path root;
    private final RunOptions options;
    private final Progress progress;

    EndToEndHarness(Path root, RunOptions options, Progress progress) {
        this.root = root;
        this.options = options;
        this.progress = progress;
    }

    Path results() {
        return options.folder().resolve("results.json");
    }

    /**
     * Measures everything; results are written after each measurement, so that what breaks off leaves something.
     *
     * @param command as it was typed
     */
    void measure(String command) throws IOException, SQLException {
        Files.createDirectories(options.folder());
        Files.deleteIfExists(results());
        Map<String, String> facts = new LinkedHashMap<>(Environment.facts(root, command.strip(), Clock.systemUTC()));
        progress.say("Starting PostgreSQL, Kafka and a Connect worker");
        Path plugins = Files.createTempDirectory(options.folder(), "plugins-");
        try (Rig rig = Rig.start(root, plugins, options.workerOptions())) {
            boolean raw = rig.rest().keys(ConnectorConfig.MILLRACE).contains("decode.format");
            Plan plan = Scenarios.plan(options, raw);
            facts.put("Length", options.size().label());
            facts.putAll(rig.facts());
            measure(rig, plan, facts);
        } finally {
            PluginFolders.delete(plugins);
        }
    }

    private void measure(Rig rig, Plan plan, Map<String, String> facts) throws IOException, SQLException {
        ExpectedContent expected = new ExpectedContent(rig);
        Map<Plan.Into, Measurement> drains = Map.of(
                Plan.Into.TABLE, new Drain(rig, expected),
                Plan.Into.INDEX, new IndexDrain(rig),
                Plan.Into.BUCKET, new ObjectDrain(rig));
        Latency latency = new Latency(rig, expected);
        List<Run> runs = new ArrayList<>();
        for (Step step : plan.steps()) {
            progress.begin(plan, step);
            long began = System.nanoTime();
            Run run = run(rig, step, drains, latency);
            runs.add(run);
            resultSet(plan, facts, runs).write(results());
            progress.end(step, (System.nanoTime() - began) / NANOS, summary(run));
        }
    }

    private static Run run(Rig rig, Step step, Map<Plan.Into, Measurement> drains, Latency latency)
            throws IOException, SQLException {
        Map<String, Double> figures;
        long records;
        if (step.of().work() instanceof DrainWork work) {
            LoadedTopic topic = rig.load(work.workload(), step.of().form());
            Measurement drain = Objects.requireNonNull(drains.get(work.target()));
            figures = drain.measure(step.subject(), topic);
            records = work.workload().records();
        } else {
            PacedWork work = (PacedWork) step.of().work();
            figures = latency.measure(step.subject(), step.of().form(), work.load());
            records = work.load().records();
        }
        return new Run(step.scenario(), step.subject().id(), step.round(), records, figures);
    }

    private static ResultSet resultSet(Plan plan, Map<String, String> facts, List<Run> runs) {
        Map<String, String> scenarios = new LinkedHashMap<>();
        plan.scenarios().forEach(each -> scenarios.put(each.id(), each.title()));
        Map<String, SubjectFacts> subjects = new LinkedHashMap<>();
        plan.subjects()
                .forEach((id, subject) -> subjects.put(
                        id, new SubjectFacts(subject.label(), subject.product().kind(), subject.settingsText())));
        return new ResultSet(ResultSet.FORMAT, facts, scenarios, subjects, runs);
    }

    private static String summary(Run run) {
        Map<String, Double> figures = run.figures();
        if (figures.containsKey(Figures.P99)) {
            return String.format(
                    Locale.ROOT,
                    "p50 %.2f ms, p99 %.2f ms (bare upsert %.2f ms)",
                    figures.get(Figures.P50),
                    figures.get(Figures.P99),
                    figures.get(Figures.BARE));
        }
        String rate = String.format(Locale.ROOT, "%,.0f rows/s", figures.get(Figures.RATE));
        return figures.containsKey(Figures.CPU)
                ? rate
                        + String.format(
                                Locale.ROOT,
                                ", %.1f µs CPU, %,.0f B for each",
                                figures.get(Figures.CPU),
                                figures.get(Figures.BYTES))
                : rate;
    }

    /** Makes the report of the results that are there. */
    void report() throws IOException {
        ResultSet results = ResultSet.read(results());
        Path page = options.folder().resolve("report.html");
        Files.writeString(page, EndToEndReport.html(results));
        String tables = EndToEndReport.markdown(results);
        Files.writeString(options.folder().resolve("report.md"), tables);
        progress.say(tables);
        progress.say("Results: " + results().toAbsolutePath());
        progress.say("Report:  " + page.toAbsolutePath());
        if (options.publish()) {
            publish(results);
        }
    }

    private void publish(ResultSet results) throws IOException {
        for (PublishedPage page : PublishedPage.of(results)) {
            Path kept = root.resolve(page.results());
            Files.createDirectories(kept.getParent());
            results.write(kept);
            Path docs = root.resolve(page.page());
            Files.writeString(docs, page.filled(Files.readString(docs), results));
            progress.say("Published: " + kept + ", " + docs);
        }
    }
}
