/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Writes records and waits for them. Stateless. */
final class Sending {
    private Sending() {}

    /** Returns when all are acknowledged. */
    static List<RecordMetadata> all(Producer<byte[], byte[]> producer, List<ProducerRecord<byte[], byte[]>> records) {
        List<Future<RecordMetadata>> underWay = new ArrayList<>();
        for (ProducerRecord<byte[], byte[]> record : records) {
            underWay.add(producer.send(record));
        }
        producer.flush();
        List<RecordMetadata> sent = new ArrayList<>();
        for (Future<RecordMetadata> record : underWay) {
            try {
                sent.add(record.get());
            } catch (ExecutionException e) {
                throw DlqException.unreachable(
                        "only " + sent.size() + " of " + records.size() + " records could be written", e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw DlqException.unreachable("writing was interrupted", e);
            }
        }
        return sent;
    }
}
