/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.control.Action;
import io.millrace.dlq.control.ReplayOptions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Has letters applied by the tasks that own them. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description =
                "Has the connector's own tasks apply letters: the whole way again, and never over something newer.")
final class ReplayCommand extends SelectionCommand {
    private static final Pattern RATE = Pattern.compile("(\\d+(?:\\.\\d+)?)(?:/s)?");
    private static final Pattern STOP = Pattern.compile("(\\d+(?:\\.\\d+)?)(%?)");

    @Option(names = "--dry-run", description = "Go only as far as it can be done without changing anything.")
    boolean dryRun;

    @Option(
            names = "--canary",
            paramLabel = "N",
            defaultValue = "0",
            description = "N letters must succeed before the others are tried.")
    int canary;

    @Option(names = "--rate", paramLabel = "N", description = "At most N letters per second and task.")
    @Nullable
    String rate;

    @Option(
            names = "--stop-if",
            paramLabel = "N|N%",
            description = "Stop when N letters, or N percent of them, have failed again.")
    @Nullable
    String stopIf;

    ReplayCommand(Main.Surroundings surroundings) {
        super(surroundings, Action.REPLAY);
    }

    @Override
    void check() {
        replay();
    }

    @Override
    ReplayOptions replay() {
        if (canary < 0) {
            throw DlqException.usage("--canary " + canary + " is not a number of letters");
        }
        Double perSecond = null;
        if (rate != null) {
            Matcher matcher = RATE.matcher(rate);
            if (!matcher.matches()) {
                throw DlqException.usage("--rate '" + rate + "' is not a number of letters per second, such as 200");
            }
            perSecond = Double.valueOf(matcher.group(1));
            if (perSecond == 0) {
                throw DlqException.usage(
                        "--rate must be more than 0; 'dlq plan pause' stops a plan for the time being");
            }
        }
        if (stopIf == null) {
            return new ReplayOptions(dryRun, canary, perSecond, null, null);
        }
        Matcher matcher = STOP.matcher(stopIf);
        if (!matcher.matches()) {
            throw DlqException.usage(
                    "--stop-if '" + stopIf + "' is neither a number, such as 10, nor a share, such as 1%");
        }
        double number = Double.parseDouble(matcher.group(1));
        return matcher.group(2).isEmpty()
                ? new ReplayOptions(dryRun, canary, perSecond, null, (int) number)
                : new ReplayOptions(dryRun, canary, perSecond, number / 100, null);
    }
}
