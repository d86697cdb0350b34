/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Predicate;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What commands have in common. Subclasses say what they do with an open cluster. Confined to the main thread. */
abstract class LetterCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    final Main.Surroundings surroundings;

    @Mixin
    ClusterOptions options = new ClusterOptions();

    @Spec
    CommandSpec spec;

    // Picocli fills in what is annotated.
    @SuppressWarnings("NullAway.Init")
    LetterCommand(Main.Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        try (Cluster cluster = options.open()) {
            return run(cluster);
        } finally {
            out().flush();
        }
    }

    abstract int run(Cluster cluster) throws Exception;

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    long now() {
        return surroundings.clock().millis();
    }

    Progress progress() {
        return new Progress(err(), surroundings.clock());
    }

    /** The letters on the topic that are of the connector asked for, without their records. */
    Letters letters(Cluster cluster) {
        return letters(cluster, stored -> false);
    }

    /** The same, with the records of some. */
    Letters letters(Cluster cluster, Predicate<StoredLetter> whole) {
        return letters(cluster, Ledger.read(cluster, progress()), whole);
    }

    /** The same by a ledger that was read already. */
    Letters letters(Cluster cluster, Ledger ledger, Predicate<StoredLetter> whole) {
        if (ledger.isElsewhere()) {
            err().println("What has become of letters is not known here, so all of them look open: "
                    + Ledger.elsewhere(cluster));
        }
        Letters letters = Letters.read(cluster, ledger, progress(), whole);
        if (options.connector == null) {
            return letters;
        }
        return new Letters(
                letters.all().stream()
                        .filter(stored -> stored.letter().connector().equals(options.connector))
                        .toList(),
                letters.ends(),
                letters.others());
    }

    /** Prints rows, each as an object for scripts or all as a table for people. */
    <T> void print(List<T> rows, Function<T, Map<String, Object>> fields, Table table, Function<T, Object[]> cells) {
        if (options.json) {
            rows.forEach(row -> json(fields.apply(row)));
            return;
        }
        rows.forEach(row -> table.row(cells.apply(row)));
        table.print(out());
    }

    /** Prints an object as one line of JSON. */
    void json(Map<String, ?> object) {
        try {
            out().println(JSON.writeValueAsString(object));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts and numbers can be written as JSON", e);
        }
    }
}
