/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.kafka;

import kafka.Kafka;
import kafka.tools.StorageTool;

/**
 * Main class of the child process that is a Kafka broker and its own controller.
 *
 * <p>Formats the log folder, unless it is formatted already, and then becomes the broker: one JVM start instead of
 * the two that Kafka's own scripts need. Arguments: the server's properties file, the cluster id.
 */
public final class KafkaNode {
    private KafkaNode() {}

    /**
     * Formats where needed and runs the broker until the process is told to end.
     *
     * @param arguments properties file, cluster id
     */
    public static void main(String[] arguments) {
        String properties = arguments[0];
        String[] format = {"format", "--ignore-formatted", "--config", properties, "--cluster-id", arguments[1]};
        int status = StorageTool.execute(format, System.out);
        if (status != 0) {
            System.exit(status);
        }
        Kafka.main(new String[] {properties});
    }
}
