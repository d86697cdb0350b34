/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.connect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkConnector;

/** The connector of any target: a subclass is a constructor. The worker calls it from one thread at a time. */
public abstract class PipelineConnector extends SinkConnector {
    /** Number of the task in its own configuration: the worker tells a task no other way. */
    static final String TASK_NUMBER = "millrace.task.number";

    private final TargetPlugin plugin;
    private final SinkConfig config;
    private final Class<? extends PipelineTask> task;
    private Map<String, String> posted = Map.of();

    /**
     * @param plugin what the connector is made of
     * @param task class of its tasks
     */
    protected PipelineConnector(TargetPlugin plugin, Class<? extends PipelineTask> task) {
        this.plugin = plugin;
        this.config = new SinkConfig(plugin);
        this.task = task;
    }

    @Override
    public final String version() {
        return PluginVersion.value();
    }

    @Override
    public final ConfigDef config() {
        return config.definition();
    }

    /** Shows every problem at once, each on the key that is to be changed; without any, the target itself is asked. */
    @Override
    public final Config validate(Map<String, String> connectorConfigs) {
        return new Config(config.validateAndProbe(connectorConfigs));
    }

    @Override
    public final Class<? extends Task> taskClass() {
        return task;
    }

    @Override
    public final void start(Map<String, String> properties) {
        posted = Map.copyOf(properties);
    }

    @Override
    public final List<Map<String, String>> taskConfigs(int maxTasks) {
        List<Map<String, String>> tasks = new ArrayList<>();
        for (int number = 0; number < maxTasks; number++) {
            Map<String, String> own = new HashMap<>(posted);
            own.put(TASK_NUMBER, Integer.toString(number));
            tasks.add(own);
        }
        return tasks;
    }

    @Override
    public final void stop() {
        posted = Map.of();
    }

    /**
     * Any offset will do. A target that keeps progress beside those in Kafka is told.
     *
     * @throws ConnectException if it cannot be told: then offsets stay as they are in Kafka, too
     */
    @Override
    public final boolean alterOffsets(Map<String, String> connectorConfig, Map<TopicPartition, Long> offsets) {
        try {
            plugin.alterOffsets(config.parse(connectorConfig), new HashMap<>(offsets));
            return true;
        } catch (ConnectException e) {
            throw e;
        } catch (Exception e) {
            throw new ConnectException(
                    "The target cannot be told where to go on, so offsets were not altered: " + e.getMessage(), e);
        }
    }
}
