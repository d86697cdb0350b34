/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How far to go with other records for letters: show them, put them in the letters' place, have them applied. */
final class EditOptions {
    @Option(names = "--replay", description = "Have the new letters applied, too.")
    boolean replay;

    @Option(
            names = "--dry-run",
            description =
                    "Show for each letter what its key and value would be, and whether they can be read, as far as"
                            + " that can be told without the connector. Writes nothing.")
    boolean dryRun;

    @Mixin
    RegistryOptions registry = new RegistryOptions();

    @Mixin
    WriteOptions write = new WriteOptions();

    /** Refuses what does not fit together before anything is read. */
    void check() {
        if (dryRun && replay) {
            throw DlqException.usage("--dry-run cannot go with --replay: the letters that would be applied do not exist"
                    + " before others have been edited, so no task could try them. Edit without --replay, and then"
                    + " 'dlq replay ID --dry-run' with the new letters");
        }
        if (dryRun && write.isConfirmed()) {
            throw DlqException.usage("--dry-run writes nothing, so it cannot go with --yes or --plan");
        }
        if (replay && write.noWait) {
            throw DlqException.usage("--replay begins when letters are edited, so it cannot go with --no-wait");
        }
    }
}
