/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.LetterCodec;
import io.millrace.dlq.topic.TopicReader;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Letters as they come. */
@Command(name = "tail", mixinStandardHelpOptions = true, description = "Letters as they come, until it is interrupted.")
final class TailCommand extends LetterCommand {
    @Mixin
    LetterFilter filter = new LetterFilter();

    @Option(
            names = {"-n", "--last"},
            paramLabel = "N",
            defaultValue = "10",
            description = "Begin with the last N letters of each partition.")
    long last;

    @Option(names = "--max", paramLabel = "N", defaultValue = "0", description = "End after N letters; 0 for never.")
    int max;

    TailCommand(Main.Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int run(Cluster cluster) {
        if (cluster.topic(cluster.letters()) == null) {
            throw DlqException.notFound("there is no topic '" + cluster.letters() + "'; check --topic");
        }
        Ledger ledger = Ledger.read(cluster, progress());
        try (TopicReader reader = cluster.reader(cluster.letters())) {
            reader.goOnWithLast(last);
            follow(reader, ledger);
        }
        return ExitCodes.OK;
    }

    private void follow(TopicReader reader, Ledger ledger) {
        int shown = 0;
        while (!Thread.currentThread().isInterrupted()) {
            for (ConsumerRecord<byte[], byte[]> record : reader.poll()) {
                if (LetterCodec.isLetter(record) && show(Letters.stored(record, ledger)) && ++shown == max) {
                    return;
                }
            }
        }
    }

    private boolean show(StoredLetter stored) {
        DeadLetter letter = stored.letter();
        if (options.connector != null && !options.connector.equals(letter.connector())
                || !filter.matches(stored, now())) {
            return false;
        }
        if (options.json) {
            json(LetterLinesOut.fields(stored));
        } else {
            out().println(Times.show(letter.deadAt()) + "  "
                    + letter.id().value().substring(0, 12) + "  " + letter.coordinates() + "  " + stored.target() + "  "
                    + letter.code() + "  " + letter.message());
        }
        out().flush();
        return true;
    }
}
