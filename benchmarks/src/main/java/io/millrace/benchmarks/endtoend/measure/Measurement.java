/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.measure;

import io.millrace.benchmarks.endtoend.rig.LoadedTopic;
import io.millrace.benchmarks.endtoend.subject.Subject;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;

/** Has somebody drain a full topic. Confined to one thread. */
public interface Measurement {
    /**
     * Drains a topic into a target that is empty, and compares what is there then with what must be.
     *
     * @param subject who
     * @param topic the topic
     * @return figures: the rate, and for connectors the cost
     * @throws SQLException if PostgreSQL does not answer
     * @throws IOException if another target does not answer
     * @throws IllegalStateException if the sink fails, or the target holds anything else than it must
     */
    Map<String, Double> measure(Subject subject, LoadedTopic topic) throws SQLException, IOException;
}
