/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.control.Edit;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.RecordBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts another record in the place of a letter's. */
@Command(
        name = "edit",
        mixinStandardHelpOptions = true,
        description = "Puts a letter with another record in the place of one. The letter itself stays on the topic.")
final class EditCommand extends LetterCommand {
    /** Where the record comes from. */
    static final class Source {
        @Option(names = "--value-file", paramLabel = "FILE", description = "Value, in the format of the letter's own.")
        @Nullable
        Path value;

        @Option(names = "--tombstone", description = "No value at all: the record becomes a delete.")
        boolean tombstone;

        @Option(
                names = "--from-source",
                description = "Key and value as they are on the record's topic, for letters that only refer to it.")
        boolean fromSource;
    }

    @Parameters(paramLabel = "ID", description = "The letter; the first digits will do.")
    String id = "";

    @ArgGroup(multiplicity = "1")
    Source source = new Source();

    @Option(names = "--key-file", paramLabel = "FILE", description = "Key; the letter's own if not given.")
    @Nullable
    Path key;

    @Mixin
    EditOptions how = new EditOptions();

    EditCommand(Main.Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int run(Cluster cluster) {
        how.check();
        Ledger ledger = Ledger.read(cluster, progress());
        StoredLetter stored =
                ShowCommand.one(letters(cluster, ledger, ShowCommand.named(id)).all(), id);
        DeadLetter letter = stored.letter();
        if (!stored.status().isOpen()) {
            throw DlqException.usage(
                    "letter '" + letter.id() + "' is " + stored.status() + "; only open ones can be edited");
        }
        if (stored.entry() == null && !ledger.isElsewhere()) {
            throw DlqException.notFound("the ledger does not know letter '" + letter.id()
                    + "', so no task does; 'dlq rebuild-ledger' makes it known");
        }
        Edit edit = edit(letter, cluster);
        if (how.dryRun) {
            DryRun dryRun = new DryRun(this, how.registry);
            dryRun.becomes(letter, edit);
            return dryRun.end();
        }
        if (!options.json) {
            new Difference(out()).print(letter.record().value(), edit.value());
        }
        if (!how.write.isConfirmed()) {
            err().println("Nothing was written; repeat with --yes to edit letter " + letter.id());
            return ExitCodes.UNCONFIRMED;
        }
        return new Editing(this, how, cluster, ledger).execute(letter.connector(), List.of(edit));
    }

    private Edit edit(DeadLetter letter, Cluster cluster) {
        if (source.fromSource) {
            RecordBytes record = new SourceRecords(cluster).fetch(letter.coordinates());
            if (record == null) {
                throw DlqException.notFound("there is no record at " + letter.coordinates()
                        + " any more, or it is on another cluster; use --value-file, or discard the letter");
            }
            return new Edit(letter.id(), record.value(), record.key());
        }
        return new Edit(
                letter.id(), source.value == null ? null : bytes(source.value), key == null ? null : bytes(key));
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw DlqException.unreachable("'" + file + "' cannot be read", e);
        }
    }
}
