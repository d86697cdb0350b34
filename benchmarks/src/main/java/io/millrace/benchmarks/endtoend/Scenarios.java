/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend;

import io.millrace.benchmarks.endtoend.Plan.DrainWork;
import io.millrace.benchmarks.endtoend.Plan.Into;
import io.millrace.benchmarks.endtoend.Plan.PacedWork;
import io.millrace.benchmarks.endtoend.Plan.Scenario;
import io.millrace.benchmarks.endtoend.Plan.Work;
import io.millrace.benchmarks.endtoend.RunOptions.Size;
import io.millrace.benchmarks.endtoend.event.Form;
import io.millrace.benchmarks.endtoend.event.RowShape;
import io.millrace.benchmarks.endtoend.event.Workload;
import io.millrace.benchmarks.endtoend.measure.Latency.Load;
import io.millrace.benchmarks.endtoend.subject.Product;
import io.millrace.benchmarks.endtoend.subject.Subject;
import io.millrace.benchmarks.endtoend.subject.Subjects;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** All scenarios. Stateless. */
final class Scenarios {
    private static final int BATCH = 5_000;
    private static final int ELASTICSEARCH_LANES = 4;
    private static final int ROWS_PER_HOT_KEY = 100;
    /** In the first scenario of a run what all have in common is compiled: consumers, Connect, the driver. */
    private static final int FIRST_WARM_UPS = 2;

    /**
     * Until compilers have done with whoever takes part. Two rounds of 100,000 records, which are over within a second, were
     * not enough: drains are twice as long, or four times.
     */
    private static final int DRAIN_WARM_UPS = 2;

    /** What they have compiled already is not compiled again. */
    private static final int FURTHER_WARM_UPS = 1;

    /** A record that comes alone goes other ways than one of many, and few of them come in a round. */
    private static final int SLOWEST_WARM_UPS = 4;

    private static final int PACED_WARM_UPS = 1;
    private static final List<Integer> RATES = List.of(500, 2_000, 10_000);

    private Scenarios() {}

    /**
     * What an invocation measures.
     *
     * @param raw whether our sink can decode by itself
     */
    static Plan plan(RunOptions options, boolean raw) {
        List<Scenario> scenarios = new ArrayList<>(goals(options.size()));
        // A quick run is for the goals, unless something else is asked for by name.
        if (options.size() == Size.FULL || !options.only().pattern().isEmpty()) {
            scenarios.addAll(otherTargets(options.size()));
            scenarios.addAll(Growth.scenarios(options.size().records()));
        }
        List<Scenario> wanted = new ArrayList<>();
        for (Scenario each : scenarios) {
            List<Subject> subjects = each.subjects().stream()
                    .filter(subject -> raw || subject.product() != Product.MILLRACE_RAW)
                    .filter(subject -> options.who().matcher(subject.id()).find())
                    .toList();
            if (options.only().matcher(each.id()).find() && !subjects.isEmpty()) {
                int warmUps = warmUps(options, wanted.isEmpty(), each);
                wanted.add(new Scenario(each.id(), each.title(), each.form(), each.work(), warmUps, subjects));
            }
        }
        return new Plan(wanted, options.rounds());
    }

    private static int warmUps(RunOptions options, boolean first, Scenario scenario) {
        if (options.size() == Size.SMOKE) {
            return 0;
        }
        return first ? Math.max(FIRST_WARM_UPS, scenario.warmUps()) : scenario.warmUps();
    }

    private static List<Scenario> goals(Size size) {
        Workload inserts = Workload.inserts("inserts", RowShape.USUAL, size.records());
        Workload hot = new Workload("hot", RowShape.USUAL, size.records(), size.records() / ROWS_PER_HOT_KEY);
        List<Scenario> scenarios = new ArrayList<>(List.of(
                new Scenario(
                        "drain/debezium-json",
                        "Inserts, Debezium JSON with schemas",
                        Form.DEBEZIUM_JSON,
                        new DrainWork(inserts, Into.TABLE),
                        FIRST_WARM_UPS,
                        List.of(Subjects.MILLRACE, Subjects.MILLRACE_RAW, Subjects.DEBEZIUM)),
                drain(
                        "drain/debezium-avro",
                        "Inserts, Debezium Avro",
                        Form.DEBEZIUM_AVRO,
                        inserts,
                        Subjects.MILLRACE_BEST,
                        Subjects.MILLRACE_RAW_BEST,
                        Subjects.DEBEZIUM_BEST),
                drain(
                        "drain/flat-avro",
                        "Inserts, flat Avro",
                        Form.FLAT_AVRO,
                        // Without a peer that would need its time.
                        Workload.inserts("many", RowShape.USUAL, size.records() * 2),
                        Subjects.MILLRACE_BEST,
                        Subjects.MILLRACE_RAW_BEST,
                        Subjects.plain(BATCH, 1)),
                drain(
                        "hot/debezium-avro",
                        "Updates, a hundred of each row, Debezium Avro",
                        Form.DEBEZIUM_AVRO,
                        hot,
                        Subjects.MILLRACE,
                        Subjects.MILLRACE_RAW,
                        Subjects.DEBEZIUM)));
        for (int rate : RATES) {
            Load load = new Load(size == Size.SMOKE ? rate / 10 : rate, size.warmUpSeconds(), size.seconds());
            scenarios.add(new Scenario(
                    "latency/" + rate,
                    String.format(Locale.ROOT, "%,d records per second, Debezium JSON with schemas", load.rate()),
                    Form.DEBEZIUM_JSON,
                    new PacedWork(load),
                    rate == RATES.get(0) ? SLOWEST_WARM_UPS : PACED_WARM_UPS,
                    List.of(Subjects.MILLRACE, Subjects.MILLRACE_RAW, Subjects.DEBEZIUM)));
        }
        return scenarios;
    }

    /** Targets other than a database, beside the limits of their servers. */
    private static List<Scenario> otherTargets(Size size) {
        Workload inserts = Workload.inserts("inserts", RowShape.USUAL, size.records() / 2);
        // Elasticsearch takes three times as long for a document as PostgreSQL for a row.
        Workload documents = Workload.inserts("documents", RowShape.USUAL, Math.max(3_000, size.records() / 5));
        List<Scenario> scenarios = new ArrayList<>();
        scenarios.add(drain(
                "elasticsearch/debezium-avro",
                "Documents, Debezium Avro",
                Form.DEBEZIUM_AVRO,
                new DrainWork(documents, Into.INDEX),
                Subjects.MILLRACE_BEST,
                Subjects.MILLRACE_RAW_BEST,
                Subjects.plain(BATCH, ELASTICSEARCH_LANES)));
        scenarios.add(drain(
                "s3/debezium-avro",
                "Packed lines of JSON in objects of a megabyte, Debezium Avro",
                Form.DEBEZIUM_AVRO,
                new DrainWork(inserts, Into.BUCKET),
                Subjects.MILLRACE_BEST,
                Subjects.MILLRACE_RAW_BEST,
                Subjects.plain(1, 1)));
        scenarios.add(new Scenario(
                "elasticsearch/lanes",
                "How many requests are under way at the same time",
                Form.DEBEZIUM_AVRO,
                new DrainWork(documents, Into.INDEX),
                FURTHER_WARM_UPS,
                each("lanes", List.of(1, 2, 4, 8))));
        scenarios.add(new Scenario(
                "s3/threads",
                "How many threads pack and send",
                Form.DEBEZIUM_AVRO,
                new DrainWork(inserts, Into.BUCKET),
                FURTHER_WARM_UPS,
                each("upload.threads", List.of(1, 2, 4))));
        return scenarios;
    }

    /** Ours with each of these values of a setting. */
    private static List<Subject> each(String setting, List<Integer> values) {
        return values.stream()
                .map(value -> Subjects.MILLRACE_RAW_BEST.with(
                        setting.replace('.', '_') + value, setting, Integer.toString(value)))
                .toList();
    }

    private static Scenario drain(String id, String title, Form form, Workload workload, Subject... subjects) {
        return drain(id, title, form, new DrainWork(workload, Into.TABLE), subjects);
    }

    /** A drain by code that others before it have warmed up. */
    static Scenario further(String id, String title, Form form, Workload workload, Subject... subjects) {
        return new Scenario(id, title, form, new DrainWork(workload, Into.TABLE), FURTHER_WARM_UPS, List.of(subjects));
    }

    private static Scenario drain(String id, String title, Form form, Work work, Subject... subjects) {
        return new Scenario(id, title, form, work, DRAIN_WARM_UPS, List.of(subjects));
    }
}
