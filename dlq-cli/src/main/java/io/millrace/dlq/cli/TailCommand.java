/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.LetterCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Letters as they come. */
@Command(name = "tail", mixinStandardHelpOptions = true, description = "Letters as they come, until it is interrupted.")
final class TailCommand extends LetterCommand {
    private static final Duration POLL = Duration.ofMillis(250);

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
        TopicDescription description = cluster.topic(cluster.letters());
        if (description == null) {
            throw DlqException.notFound("there is no topic '" + cluster.letters() + "'; check --topic");
        }
        Ledger ledger = Ledger.read(cluster, progress());
        try (Consumer<byte[], byte[]> consumer = cluster.consumer()) {
            List<TopicPartition> partitions = new ArrayList<>();
            description
                    .partitions()
                    .forEach(info -> partitions.add(new TopicPartition(description.name(), info.partition())));
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            for (TopicPartition partition : partitions) {
                long end = ends.getOrDefault(partition, 0L);
                consumer.seek(partition, Math.max(begins.getOrDefault(partition, 0L), end - last));
            }
            follow(consumer, ledger);
        }
        return ExitCodes.OK;
    }

    private void follow(Consumer<byte[], byte[]> consumer, Ledger ledger) {
        int shown = 0;
        while (!Thread.currentThread().isInterrupted()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
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
