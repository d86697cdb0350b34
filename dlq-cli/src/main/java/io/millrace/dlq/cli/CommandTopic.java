/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.dlq.control.Command;
import io.millrace.dlq.control.CommandCodec;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What the connector's tasks are told to do. Confined to the main thread. */
final class CommandTopic {
    private final Cluster cluster;
    private final Progress progress;

    CommandTopic(Cluster cluster, Progress progress) {
        this.cluster = cluster;
        this.progress = progress;
    }

    /** The commands of a plan that are still kept, in their order. */
    List<Command> of(String plan) {
        List<Command> commands = new ArrayList<>();
        new WholeTopic(cluster, progress).read(cluster.control().commands(), record -> {
            if (record.value() != null && record.key() != null && plan.equals(new String(record.key(), UTF_8))) {
                commands.add(CommandCodec.decode(record.value()));
            }
        });
        return commands;
    }

    /** Refuses a name that stands for something else already: tasks would leave the second plan alone. */
    void requireNew(String plan) {
        if (!of(plan).isEmpty()) {
            throw DlqException.usage("there is a plan '" + plan
                    + "' already; give it another name, or see 'dlq plan status " + plan + "'");
        }
    }

    /** Writes a command; it is on the topic when this returns. */
    void send(Command command) {
        String topic = cluster.control().commands();
        if (cluster.topic(topic) == null) {
            throw DlqException.notFound("there is no topic '" + topic + "': connector '" + command.connector()
                    + "' has not been started with 'dlq.order', so nobody would carry the command out");
        }
        Sending.all(
                cluster.producer(),
                List.of(new ProducerRecord<>(topic, command.plan().getBytes(UTF_8), CommandCodec.encode(command))));
    }
}
