/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * The workers that run a connector, on the test's thread: tasks, those included that are thought dead and go on; who has which
 * partition, and how far it is committed. A simulation says what happens how often ({@link Chances}); what that does is here.
 * Confined to one thread.
 */
public final class SimulatedCluster {
    private static final int MOST_ROUNDS = 50_000;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Random random;
    private final ManualTime time;
    private final Source source;
    private final Supplier<SimulatedTask> maker;
    private final Watch watch;
    private final List<SimulatedService> services;
    private final List<SimulatedTask> tasks = new ArrayList<>();
    private final List<SimulatedTask> zombies = new ArrayList<>();
    private final Set<SimulatedTask> lastCall = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<TopicPartition, Long> committed = new HashMap<>();

    /** What is read. */
    public interface Source {
        List<TopicPartition> topicPartitions();

        /** All records of a partition; their offsets are their places. */
        List<SinkRecord> records(TopicPartition partition);

        /** One more than the most records of a partition that a poll brings. */
        int pollBound();
    }

    /** Sees what tasks do, and fails the test where they must not. */
    public interface Watch {
        /** A task has been given what a poll has brought. */
        default void polled(SimulatedTask task) {}

        /** A task says that what comes before {@code offset} is safe; {@code before} is what was committed until now. */
        void committing(TopicPartition partition, long before, long offset);
    }

    /**
     * @param maker makes a task that has no partitions yet
     * @param services what tasks use beside their target
     */
    public SimulatedCluster(
            Random random,
            ManualTime time,
            Source source,
            Supplier<SimulatedTask> maker,
            Watch watch,
            SimulatedService... services) {
        this.random = random;
        this.time = time;
        this.source = source;
        this.maker = maker;
        this.watch = watch;
        this.services = List.of(services);
    }

    /** Starts so many tasks, which read everything from the beginning. */
    public void start(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            addTask();
        }
        for (TopicPartition partition : source.topicPartitions()) {
            committed.put(partition, 0L);
            any().open(partition, 0);
        }
    }

    /** One more task, which gets its partitions later. */
    public void addTask() {
        tasks.add(maker.get());
    }

    /** One of the tasks that are alive. */
    public SimulatedTask any() {
        return tasks.get(random.nextInt(tasks.size()));
    }

    /** The tasks that are alive. */
    public List<SimulatedTask> tasks() {
        return List.copyOf(tasks);
    }

    /** One past the last offset of a partition that is committed. */
    public long committed(TopicPartition partition) {
        return Objects.requireNonNull(committed.get(partition), () -> partition + " is not read");
    }

    /** The same of all partitions. */
    public Map<TopicPartition, Long> committed() {
        return Map.copyOf(committed);
    }

    /** A worker polls, and hands over what has come. */
    public void poll(SimulatedTask task) {
        task.pollNothing();
        if (random.nextInt(4) == 0) {
            // Between two calls, and before the worker has gone back where it was asked to.
            commit(task);
        }
        for (TopicPartition partition : task.assigned()) {
            task.poll(partition, source.records(partition), random.nextInt(source.pollBound()));
            watch.polled(task);
        }
    }

    /** A worker commits what a task says is safe. */
    public void commit(SimulatedTask task) {
        task.committable().forEach((partition, offset) -> {
            watch.committing(partition, committed(partition), offset);
            committed.put(partition, offset);
        });
    }

    /** A partition goes from one task to another, or to the same. Returns whether there was one. */
    public boolean rebalance() throws Exception {
        SimulatedTask from = any();
        SimulatedTask to = any();
        List<TopicPartition> owned = from.assigned();
        if (owned.isEmpty()) {
            return false;
        }
        TopicPartition partition = owned.get(random.nextInt(owned.size()));
        if (random.nextBoolean()) {
            commit(from);
        }
        from.close(partition);
        to.open(partition, committed(partition));
        return true;
    }

    /**
     * A task is taken for dead, and another one comes in its place.
     *
     * @param goesOn whether it has lost its partitions without knowing, and goes on for a while
     */
    public void crash(SimulatedTask dead, boolean goesOn) throws Exception {
        List<TopicPartition> owned = dead.assigned();
        tasks.remove(dead);
        if (goesOn) {
            zombies.add(dead);
        }
        addTask();
        for (TopicPartition partition : owned) {
            any().open(partition, committed(partition));
        }
    }

    /** A task that is thought dead does something. Returns whether there is one. */
    public boolean runAZombie() {
        if (zombies.isEmpty()) {
            return false;
        }
        SimulatedTask zombie = zombies.get(random.nextInt(zombies.size()));
        zombie.runOne(random);
        if (random.nextInt(10) == 0 && lastCall.add(zombie)) {
            // The call in which it was when it fell asleep. Before the next one it asks the group.
            zombie.pollNothing();
        }
        return true;
    }

    /** Goes on in peace until everything is read and safe, and nobody has anything to do with letters. */
    public void drain() throws Exception {
        drain(() -> {}, rounds -> {});
    }

    /**
     * As {@link #drain()}.
     *
     * @param afterRound happens each time that all have done something
     * @param idle happens each time that nobody had anything to do, and is given the number of the round
     */
    public void drain(Chances.Step afterRound, IntConsumer idle) throws Exception {
        services.forEach(service -> service.setAway(false));
        for (int rounds = 1; !isDrained(); rounds++) {
            assertThat(rounds).as(this::describe).isLessThan(MOST_ROUNDS);
            boolean moved = runAll();
            afterRound.run();
            if (!moved) {
                any().advanceToNextTimer();
                time.advance(PAUSE);
                idle.accept(rounds);
            }
        }
        tasks.forEach(SimulatedTask::pollNothing);
        tasks.forEach(this::commit);
    }

    /** Every task, zombie and service does something. Returns whether any had something to do. */
    private boolean runAll() {
        boolean moved = false;
        for (SimulatedTask task : tasks) {
            poll(task);
            moved |= task.runOne(random);
        }
        for (SimulatedTask zombie : zombies) {
            moved |= zombie.runOne(random);
        }
        for (SimulatedService service : services) {
            moved |= service.answerOne(random);
        }
        return moved;
    }

    private boolean isDrained() {
        return tasks.stream().allMatch(this::isDrained) && services.stream().allMatch(SimulatedService::isIdle);
    }

    private boolean isDrained(SimulatedTask task) {
        return task.isClear()
                && !task.isReplaying()
                && task.assigned().stream()
                        .allMatch(partition -> task.hasConsumed(
                                partition, source.records(partition).size()));
    }

    /** Those thought dead do what they have left to do. */
    public void runZombiesToTheirEnd() {
        for (SimulatedTask zombie : zombies) {
            boolean moved = true;
            while (moved) {
                moved = zombie.runOne(random);
            }
        }
    }

    /** An orderly end for all tasks, dead or alive. */
    public void stop() {
        tasks.forEach(SimulatedTask::stop);
        zombies.forEach(SimulatedTask::stop);
    }

    private String describe() {
        StringBuilder text = new StringBuilder("rounds needed to drain");
        for (SimulatedTask task : tasks) {
            text.append("\n  ").append(task.committable());
            task.metrics().gauges().stream()
                    .filter(gauge -> gauge.value().getAsDouble() > 0)
                    .forEach(gauge -> text.append(' ')
                            .append(gauge.name())
                            .append('=')
                            .append(gauge.value().getAsDouble()));
        }
        return text.toString();
    }
}
