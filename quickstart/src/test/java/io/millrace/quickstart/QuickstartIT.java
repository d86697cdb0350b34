/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dlq.cli.Main;
import io.millrace.quickstart.pipeline.Pipeline;
import io.millrace.quickstart.pipeline.Targets;
import io.millrace.quickstart.pipeline.Verdict;
import io.millrace.quickstart.replica.PostgresReplica;
import io.millrace.quickstart.replica.ReplicaTarget;
import io.millrace.quickstart.screen.Screen;
import io.millrace.testkit.server.ElasticsearchRest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuickstartIT {
    private static final int SECONDS = 10;

    @Test
    void shortRun_endsEqual_andTamperedRowsAreFound() throws IOException, SQLException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        Screen screen = new Screen(new PrintStream(output, true, StandardCharsets.UTF_8), false, false);
        try (Pipeline pipeline = TestPipeline.start("smoke", 1, Map.of(), Targets.Ports.of(TestPipeline.servers()))) {
            Verdict verdict = new Quickstart(pipeline, screen).run(SECONDS, TestPipeline.CHANGES_PER_SECOND);

            String shown = output.toString(StandardCharsets.UTF_8);
            System.out.println(shown);
            assertThat(verdict.equal()).isTrue();
            assertThat(shown)
                    .contains("PostgreSQL")
                    .contains("Elasticsearch")
                    .contains("S3")
                    .doesNotContain("differ");
            assertLettersWereReplayed(pipeline, shown);

            tamper(pipeline);
            Verdict tampered = pipeline.compare();

            assertThat(tampered.equal()).isFalse();
            assertThat(result(tampered, "PostgreSQL").differences())
                    .singleElement()
                    .satisfies(difference -> assertThat(difference.toString())
                            .startsWith("products sku=\"BK-")
                            .contains("in_stock is"));
            assertThat(result(tampered, "Elasticsearch").differences())
                    .extracting(Object::toString)
                    .containsExactly("customers id=1000000: is in the target alone");
            assertThat(result(tampered, "S3").equal()).isTrue();
        }
    }

    /** The rows that the replica refused were one group; their letters were applied, and no key waits any more. */
    private static void assertLettersWereReplayed(Pipeline pipeline, String shown) {
        int rows = DeadLetterStep.ROWS;
        assertThat(shown)
                .containsPattern("(?m)^  [0-9a-f]{16} +" + rows + " +RECORD +jdbc.23514 .*price_is_sane")
                .contains("REPLAY, " + rows + " of " + rows + " letters done")
                .containsPattern("(?m)^  [0-9a-f]{12}  REPLAYED  .*price_is_sane");
        assertThat(dlq(pipeline, "keys")).isEmpty();
        assertThat(dlq(pipeline, "audit"))
                .filteredOn(line -> line.contains("\"REPLAYED\""))
                .hasSize(rows)
                .allMatch(line -> line.contains("\"reason\":\"the rule is gone\""));
    }

    private static List<String> dlq(Pipeline pipeline, String command) {
        PostgresReplica replica = (PostgresReplica) target(pipeline.targets(), "PostgreSQL");
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(
                new PrintWriter(out),
                new PrintWriter(err),
                command,
                "--json",
                "--bootstrap-server",
                pipeline.kafka(),
                "--topic",
                replica.letters());
        assertThat(code).as(err.toString()).isZero();
        return out.toString().lines().toList();
    }

    /** A comparison that finds nothing wrong is worth something only if it finds what is wrong. */
    private static void tamper(Pipeline pipeline) throws SQLException {
        PostgresReplica replica = (PostgresReplica) target(pipeline.targets(), "PostgreSQL");
        try (Statement statement = replica.connection().createStatement()) {
            int changed = statement.executeUpdate(
                    "UPDATE products SET in_stock = in_stock + 1 WHERE sku = (SELECT min(sku) FROM products)");
            assertThat(changed).isEqualTo(1);
        }
        new ElasticsearchRest(TestPipeline.servers().elasticsearch().url())
                .put("/smoke.public.customers/_doc/1000000", "{\"id\": 1000000}");
    }

    private static ReplicaTarget target(List<ReplicaTarget> targets, String name) {
        return targets.stream()
                .filter(target -> target.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Verdict.Result result(Verdict verdict, String target) {
        return verdict.results().stream()
                .filter(result -> result.target().equals(target))
                .findFirst()
                .orElseThrow();
    }
}
