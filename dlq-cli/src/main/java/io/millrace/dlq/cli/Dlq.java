/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;

/** The program itself: commands and nothing else. */
@Command(
        name = "dlq",
        description = "Looks at dead letters, judges them and puts them right.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Dlq.Version.class,
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  done",
            "  1  done, and not well: doctor, plan status; a plan whose letters failed or were not touched",
            "  2  wrong command line",
            "  3  nothing was written: a command that writes wants --yes or --plan",
            "  4  the cluster, a file or the worker cannot be used, or no task answers",
            "  5  no such letter, group, topic or plan"
        },
        subcommands = {
            HelpCommand.class,
            DoctorCommand.class,
            GroupsCommand.class,
            ListCommand.class,
            ShowCommand.class,
            TailCommand.class,
            StatsCommand.class,
            KeysCommand.class,
            AuditCommand.class,
            PlanCommand.class,
            ReplayCommand.class,
            ReleaseCommand.class,
            DiscardCommand.class,
            EditCommand.class,
            TransformCommand.class,
            ExportCommand.class,
            ImportCommand.class,
            RebuildLedgerCommand.class
        })
final class Dlq {
    /** Reads the version that the build wrote. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() throws IOException {
            Properties written = new Properties();
            try (InputStream file = Dlq.class.getResourceAsStream("/dlq-version.properties")) {
                if (file != null) {
                    written.load(file);
                }
            }
            return new String[] {"dlq " + written.getProperty("version", "unknown")};
        }
    }
}
