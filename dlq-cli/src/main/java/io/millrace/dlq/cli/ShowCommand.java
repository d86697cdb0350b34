/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.LetterJson;
import io.millrace.dlq.letter.PayloadFidelity;
import io.millrace.dlq.letter.RecordBytes;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One letter with everything in it. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "One letter with all that is known of it, the record included.")
final class ShowCommand extends LetterCommand {
    @Parameters(paramLabel = "ID", description = "The letter; the first digits will do.")
    String id = "";

    @Option(
            names = "--decode",
            paramLabel = "FORM",
            defaultValue = "AUTO",
            description = "How to show key, value and headers: ${COMPLETION-CANDIDATES}.")
    Decoding decoding = Decoding.AUTO;

    @Mixin
    RegistryOptions registry = new RegistryOptions();

    private @Nullable AvroDecoding avro;

    ShowCommand(Main.Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int run(Cluster cluster) {
        StoredLetter stored = one(letters(cluster, named(id)).all(), id);
        if (options.json) {
            out().println(new String(LetterJson.write(stored.letter()), StandardCharsets.UTF_8));
            return ExitCodes.OK;
        }
        avro = registry.avro(options.settings());
        print(stored, cluster);
        return ExitCodes.OK;
    }

    /** Letters whose id begins so. */
    static Predicate<StoredLetter> named(String id) {
        return stored -> stored.letter().id().value().startsWith(id);
    }

    /** The one letter whose id begins so. */
    static StoredLetter one(List<StoredLetter> letters, String id) {
        List<StoredLetter> found = letters.stream().filter(named(id)).toList();
        if (found.isEmpty()) {
            throw DlqException.notFound("there is no letter '" + id + "'");
        }
        if (found.size() > 1) {
            throw DlqException.usage(found.size() + " letters begin with '" + id + "'; give more digits");
        }
        return found.get(0);
    }

    private void print(StoredLetter stored, Cluster cluster) {
        DeadLetter letter = stored.letter();
        line("letter", letter.id() + " (" + letter.kind() + ")");
        line("parent", letter.parent());
        line("status", stored.status());
        LetterEntry entry = stored.entry();
        if (entry != null) {
            line("reason", entry.reason());
            line("plan", entry.plan());
            line("by", entry.by());
            line("tried", entry.attempts() == 0 ? null : entry.attempts());
        }
        line("group", letter.fingerprint().value());
        line("cause", letter.fingerprint().title());
        line("class", letter.failureClass());
        line("code", letter.code());
        line("message", letter.message());
        line("exception", letter.exceptionClass());
        line("stage", letter.stage());
        line("record", letter.coordinates());
        line("operation", letter.operation());
        line("target", letter.destination());
        line("key hash", letter.keyHash());
        line("attempts", letter.attempts());
        line("first failed", Times.show(letter.firstFailedAt()));
        line("died", Times.show(letter.deadAt()));
        line("connector", letter.connector() + ", task " + letter.taskId() + ", " + letter.connectorVersion());
        line("stands at", cluster.letters() + "-" + stored.partition() + "@" + stored.offset());
        line("payload", letter.record().fidelity().headerValue());
        print(record(letter, cluster));
        if (letter.stackTrace() != null) {
            out().println();
            out().println(letter.stackTrace().stripTrailing());
        }
    }

    /** The record in the letter, or, if it only refers to it, the one on its topic. */
    private RecordBytes record(DeadLetter letter, Cluster cluster) {
        if (letter.record().fidelity() != PayloadFidelity.REFERENCE) {
            return letter.record();
        }
        RecordBytes fetched = new SourceRecords(cluster).fetch(letter.coordinates());
        line(
                "fetched from",
                fetched == null ? "nowhere: the record is on another cluster, or gone" : letter.coordinates());
        return fetched == null ? letter.record() : fetched;
    }

    private void print(RecordBytes record) {
        for (Header header : record.headers()) {
            line("header", header.key() + " = " + Decoding.RAW.show(header.value()));
        }
        block("key", record.key());
        block("value", record.value());
    }

    private void line(String name, @Nullable Object value) {
        if (value != null) {
            out().printf("%-13s %s%n", name, value);
        }
    }

    private void block(String name, byte @Nullable [] bytes) {
        PrintWriter out = out();
        out.println();
        out.println(name + (bytes == null ? "" : " (" + bytes.length + " bytes)"));
        out.println(decoding.show(bytes, avro));
    }
}
