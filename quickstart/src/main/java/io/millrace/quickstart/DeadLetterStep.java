/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart;

import io.millrace.dlq.cli.Main;
import io.millrace.quickstart.pipeline.Pipeline;
import io.millrace.quickstart.replica.PostgresReplica;
import io.millrace.quickstart.screen.Screen;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Rows that the replica refuses, from the first dead letter until they are applied. Confined to one thread. */
final class DeadLetterStep {
    static final int ROWS = 5;

    private final Pipeline pipeline;
    private final Screen screen;
    private final PostgresReplica replica;

    DeadLetterStep(Pipeline pipeline, Screen screen) {
        this.pipeline = pipeline;
        this.screen = screen;
        this.replica = pipeline.targets().stream()
                .filter(PostgresReplica.class::isInstance)
                .map(PostgresReplica.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /** Waits until everything has come through. */
    interface Wait {
        void run() throws SQLException;
    }

    /**
     * Poisons rows, shows their letters, fixes the cause, and has them replayed.
     *
     * @throws IllegalStateException if a command does not end well; the message holds what it said
     */
    void run(Wait drain) throws SQLException {
        screen.headline("Poisoning " + ROWS + " rows: a replica that takes no price of 10,000 or more");
        onReplica("ALTER TABLE products ADD CONSTRAINT price_is_sane CHECK (price < 10000)");
        pipeline.shop().makeDear(ROWS);
        drain.run();
        dlq("groups");

        screen.headline("Fixing the cause, and replaying the dead letters");
        onReplica("ALTER TABLE products DROP CONSTRAINT price_is_sane");
        dlq("replay", "--all", "--yes", "--reason", "the rule is gone");
        dlq("list", "--all");
    }

    private void onReplica(String sql) throws SQLException {
        screen.say("  replica=# " + sql + ";");
        try (Statement statement = replica.connection().createStatement()) {
            statement.execute(sql);
        }
    }

    private void dlq(String... command) {
        List<String> arguments = new ArrayList<>(Arrays.asList(command));
        arguments.addAll(List.of("--bootstrap-server", pipeline.kafka(), "--topic", replica.letters()));
        screen.say("  $ dlq "
                + arguments.stream()
                        .map(argument -> argument.contains(" ") ? "'" + argument + "'" : argument)
                        .collect(Collectors.joining(" ")));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
        out.toString().lines().forEach(line -> screen.say("  " + line));
        if (code != 0) {
            throw new IllegalStateException("dlq " + command[0] + " has ended with " + code + ": " + err);
        }
    }
}
