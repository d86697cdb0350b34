/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import picocli.CommandLine;

/**
 * One run of the program in this JVM.
 *
 * @param code exit code
 * @param out what it printed
 * @param err what it said besides
 */
record Run(int code, String out, String err) {
    private static final Instant NOW = Instant.parse("2026-11-26T08:15:00Z");

    static Run of(String... arguments) {
        return at(() -> NOW, arguments);
    }

    static Run at(InstantSource clock, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine program = Main.commandLine(new Main.Surroundings(clock, new Random(1)));
        program.setOut(new PrintWriter(out));
        program.setErr(new PrintWriter(err));
        int code = program.execute(arguments);
        return new Run(code, out.toString(), err.toString());
    }

    Run ends(int expected) {
        assertThat(code).as("%s%n%s", out, err).isEqualTo(expected);
        return this;
    }
}
