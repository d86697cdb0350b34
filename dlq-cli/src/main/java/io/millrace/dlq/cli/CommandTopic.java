/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.dlq.control.Command;
import io.millrace.dlq.control.CommandCodec;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Tells the connector's tasks what to do. Confined to the main thread. */
final class CommandTopic {
    private final Cluster cluster;

    CommandTopic(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Writes commands in their order; they are on the topic when this returns. */
    void send(List<Command> commands) {
        String topic = cluster.control().commands();
        if (cluster.topic(topic) == null) {
            throw DlqException.notFound(
                    "there is no topic '" + topic
                            + "': the connector has not been started with an order of keys, so nobody would carry the command out");
        }
        List<ProducerRecord<byte[], byte[]>> records = commands.stream()
                .map(command ->
                        new ProducerRecord<>(topic, command.plan().getBytes(UTF_8), CommandCodec.encode(command)))
                .toList();
        Sending.all(cluster.producer(), records);
    }
}
