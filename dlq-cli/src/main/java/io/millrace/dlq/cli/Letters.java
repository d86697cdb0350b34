/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.LetterId;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.LetterCodec;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * All letters of a topic, each once. Immutable.
 *
 * @param all in the order in which they died
 * @param ends for each partition of the topic the offset up to which it was read
 * @param others records on the topic that are no letters of ours
 */
record Letters(List<StoredLetter> all, Map<Integer, Long> ends, long others) {
    /**
     * Reads the topic. Of a letter that was written several times, the last one counts.
     *
     * @param whole which letters are wanted with their records; of others only a summary is kept, so that many fit in memory
     */
    static Letters read(Cluster cluster, Ledger ledger, Progress progress, Predicate<StoredLetter> whole) {
        Map<LetterId, StoredLetter> byId = new LinkedHashMap<>();
        long[] others = {0};
        Map<Integer, Long> ends = new WholeTopic(cluster, progress).read(cluster.letters(), record -> {
            if (!LetterCodec.isLetter(record)) {
                others[0]++;
                return;
            }
            StoredLetter stored = stored(record, ledger);
            byId.put(stored.letter().id(), whole.test(stored) ? stored : stored.summary());
        });
        if (ends.isEmpty()) {
            throw DlqException.notFound("there is no topic '" + cluster.letters() + "'; check --topic");
        }
        List<StoredLetter> all = byId.values().stream()
                .sorted(Comparator.comparingLong(
                                (StoredLetter letter) -> letter.letter().deadAt())
                        .thenComparing(letter -> letter.letter().coordinates().topic())
                        .thenComparing(letter -> letter.letter().coordinates().partition())
                        .thenComparing(letter -> letter.letter().coordinates().offset()))
                .toList();
        return new Letters(all, ends, others[0]);
    }

    static StoredLetter stored(ConsumerRecord<byte[], byte[]> record, Ledger ledger) {
        DeadLetter letter = LetterCodec.decode(record);
        return new StoredLetter(letter, record.partition(), record.offset(), ledger.letter(letter.id()));
    }
}
