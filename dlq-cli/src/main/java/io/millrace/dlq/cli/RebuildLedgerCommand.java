/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.dlq.control.ControlTopics;
import io.millrace.dlq.control.KeyIdentity;
import io.millrace.dlq.control.LedgerCodec;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.LetterStatus;
import io.millrace.dlq.control.OrderPolicy;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.LetterKind;
import java.util.List;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.ProducerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A ledger anew from the letters. */
@Command(
        name = "rebuild-ledger",
        mixinStandardHelpOptions = true,
        description =
                "Writes an entry into the ledger for each letter that it does not know: after the ledger was lost, or"
                        + " after 'import'. Letters that were settled before it was lost become open again; the guard against"
                        + " stale records does not know what was applied since. Stop the connector first.")
final class RebuildLedgerCommand extends LetterCommand {
    @Option(
            names = "--policy",
            paramLabel = "POLICY",
            defaultValue = "SUPERSEDE",
            description = "What holds for later records of the letters' keys: SUPERSEDE, PARK, ANY or NONE.")
    OrderPolicy policy = OrderPolicy.SUPERSEDE;

    @Option(names = "--yes", description = "Do it. Without it, only what would be done is said.")
    boolean yes;

    RebuildLedgerCommand(Main.Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int run(Cluster cluster) {
        TopicDescription topic = cluster.topic(cluster.control().ledger());
        if (topic == null) {
            if (cluster.topic(cluster.control().commands()) != null) {
                throw DlqException.notFound(
                        Ledger.elsewhere(cluster) + ", and starting the connector makes the topic anew."
                                + " A ledger in the target is rebuilt by nobody: it is as safe as the rows beside it");
            }
            throw DlqException.notFound(
                    "there is no topic '" + cluster.control().ledger()
                            + "'; start the connector once, or create it with cleanup.policy=compact");
        }
        Ledger ledger = Ledger.read(cluster, progress());
        List<StoredLetter> unknown = letters(cluster).all().stream()
                .filter(stored -> stored.entry() == null)
                .toList();
        if (!yes) {
            err().println(unknown.size() + " letters are not in the ledger; repeat with --yes to write them there");
            return ExitCodes.UNCONFIRMED;
        }
        int partitions = topic.partitions().size();
        Sending.all(
                cluster.producer(),
                unknown.stream()
                        .map(stored -> record(cluster, stored.letter(), ledger, partitions))
                        .toList());
        out().println(unknown.size() + " entries written to "
                + cluster.control().ledger());
        return ExitCodes.OK;
    }

    private ProducerRecord<byte[], byte[]> record(Cluster cluster, DeadLetter letter, Ledger ledger, int partitions) {
        String topic = letter.coordinates().topic();
        int partition = letter.coordinates().partition();
        String hash = letter.keyHash();
        LetterEntry entry = new LetterEntry(
                letter.id(),
                letter.kind() == LetterKind.PARKED ? LetterStatus.PARKED : LetterStatus.OPEN,
                0,
                hash == null ? null : KeyIdentity.parse(hash),
                policy,
                letter.connector(),
                letter.destination(),
                topic,
                partition,
                letter.coordinates().offset(),
                0,
                null,
                "ledger was rebuilt",
                System.getProperty("user.name", "unknown"),
                ledger.epoch(letter.connector(), topic, partition),
                now());
        return new ProducerRecord<>(
                cluster.control().ledger(),
                ControlTopics.ledgerPartition(topic, partition, partitions),
                entry.key().getBytes(UTF_8),
                LedgerCodec.encode(entry));
    }
}
