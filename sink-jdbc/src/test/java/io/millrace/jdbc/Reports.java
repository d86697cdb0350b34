/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;

/** A worker's dead-letter queue that keeps what it is told. */
public final class Reports implements ErrantRecordReporter {
    /** Settings with which a connector uses it. */
    public static final String[] SETTINGS = {
        "dlq.destinations", "connect",
        "errors.tolerance", "all",
        "errors.deadletterqueue.topic.name", "letters"
    };

    private final List<SinkRecord> records = new ArrayList<>();
    private final List<String> messages = new ArrayList<>();

    @Override
    public Future<Void> report(SinkRecord record, Throwable error) {
        records.add(record);
        messages.add(String.valueOf(error.getMessage()));
        return CompletableFuture.completedFuture(null);
    }

    List<Long> offsets() {
        return records.stream().map(SinkRecord::originalKafkaOffset).toList();
    }

    /** Offsets of one topic's letters, in order. */
    List<Long> offsets(String topic) {
        return records.stream()
                .filter(record -> topic.equals(record.originalTopic()))
                .map(SinkRecord::originalKafkaOffset)
                .sorted()
                .toList();
    }

    /** The records of all letters, in order. */
    public List<SinkRecord> records() {
        return records;
    }

    public List<String> messages() {
        return messages;
    }
}
