/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.contract.TaskRun;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Lives the life of a connector's tasks in one group: partitions spread over tasks, slices of random size, commits now and
 * then, rebalances, and crashes after which everything since the last commit comes again. Confined to the test's thread.
 */
final class ShopRun implements AutoCloseable {
    private final Random random;
    private final Map<TopicPartition, List<SinkRecord>> log;
    private final Supplier<TaskRun> start;
    private final List<TaskRun> tasks = new ArrayList<>();
    private final Map<TopicPartition, TaskRun> owners = new HashMap<>();
    private final Map<TopicPartition, Integer> handedOver = new HashMap<>();
    private final Map<TopicPartition, Integer> committed = new HashMap<>();
    private int crashes;
    private long replayed;

    ShopRun(Random random, Map<TopicPartition, List<SinkRecord>> log, int taskCount, Supplier<TaskRun> start) {
        this.random = random;
        this.log = log;
        this.start = start;
        for (int i = 0; i < taskCount; i++) {
            tasks.add(start.get());
        }
        log.keySet().forEach(partition -> {
            owners.put(partition, anyTask());
            handedOver.put(partition, 0);
            committed.put(partition, 0);
        });
    }

    private TaskRun anyTask() {
        return tasks.get(random.nextInt(tasks.size()));
    }

    /** Hands everything over, with {@code crashes} on the way, and waits until it may be committed. */
    void run(int mostCrashes) {
        while (!isHandedOver()) {
            int chance = random.nextInt(100);
            if (chance < 4 && crashes < mostCrashes) {
                crash();
            } else if (chance < 8) {
                rebalance();
            } else if (chance < 25) {
                commit(anyTask());
            } else {
                hand(anyTask());
            }
        }
        tasks.forEach(TaskRun::drain);
        tasks.forEach(this::commit);
        log.forEach((partition, records) -> assertThat(committed).containsEntry(partition, records.size()));
    }

    private boolean isHandedOver() {
        return log.entrySet().stream()
                .allMatch(entry ->
                        handedOver.get(entry.getKey()) == entry.getValue().size());
    }

    private void hand(TaskRun task) {
        List<SinkRecord> slice = new ArrayList<>();
        for (TopicPartition partition : partitionsOf(task)) {
            if (random.nextBoolean()) {
                List<SinkRecord> records = log.get(partition);
                int from = handedOver.get(partition);
                int to = Math.min(records.size(), from + 1 + random.nextInt(random.nextInt(40) + 1));
                slice.addAll(records.subList(from, to));
                handedOver.put(partition, to);
            }
        }
        task.put(slice);
    }

    private List<TopicPartition> partitionsOf(TaskRun task) {
        List<TopicPartition> mine = new ArrayList<>();
        owners.forEach((partition, owner) -> {
            if (owner == task) {
                mine.add(partition);
            }
        });
        return mine;
    }

    private void commit(TaskRun task) {
        task.offsets().forEach((partition, offset) -> {
            assertThat(offset).isGreaterThanOrEqualTo(committed.get(partition).longValue());
            committed.put(partition, offset.intValue());
        });
    }

    private void rebalance() {
        List<TopicPartition> all = new ArrayList<>(owners.keySet());
        TopicPartition partition = all.get(random.nextInt(all.size()));
        TaskRun owner = owners.get(partition);
        if (random.nextBoolean()) {
            commit(owner);
        }
        owner.revoke(partition);
        goBack(partition);
        owners.put(partition, anyTask());
    }

    private void crash() {
        TaskRun dead = anyTask();
        crashes++;
        dead.crash();
        tasks.remove(dead);
        tasks.add(start.get());
        for (TopicPartition partition : partitionsOf(dead)) {
            goBack(partition);
            owners.put(partition, anyTask());
        }
    }

    private void goBack(TopicPartition partition) {
        replayed += handedOver.get(partition) - committed.get(partition);
        handedOver.put(partition, committed.get(partition));
    }

    /** For the report: how often records came again. */
    long replayed() {
        return replayed;
    }

    int crashes() {
        return crashes;
    }

    @Override
    public void close() {
        tasks.forEach(TaskRun::close);
    }
}
