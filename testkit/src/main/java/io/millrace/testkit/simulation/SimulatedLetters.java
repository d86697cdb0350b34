/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.simulation;

import io.millrace.dlq.Coordinates;
import io.millrace.dlq.DeadLetterDestination;
import io.millrace.dlq.FailedRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.common.TopicPartition;

/** Keeps letters, late or not at all, as the test decides. Confined to one thread. */
public final class SimulatedLetters implements DeadLetterDestination, SimulatedService {
    private final List<UnderWay> underWay = new ArrayList<>();
    private final Map<TopicPartition, Map<Long, FailedRecord>> kept = new HashMap<>();
    private boolean away;
    private long arrived;

    @Override
    public String name() {
        return "simulated letters";
    }

    @Override
    public Future<?> send(FailedRecord letter) {
        CompletableFuture<Void> safe = new CompletableFuture<>();
        underWay.add(new UnderWay(letter, safe));
        return safe;
    }

    /** Refuses all letters, or takes them again. */
    @Override
    public void setAway(boolean away) {
        this.away = away;
    }

    /** One letter arrives or fails. Returns whether there was one. */
    @Override
    public boolean answerOne(Random random) {
        if (underWay.isEmpty()) {
            return false;
        }
        UnderWay letter = underWay.remove(random.nextInt(underWay.size()));
        if (away) {
            letter.safe.completeExceptionally(new IllegalStateException("nobody takes letters"));
        } else {
            Coordinates coordinates = letter.failed.coordinates();
            kept.computeIfAbsent(
                            new TopicPartition(coordinates.topic(), coordinates.partition()),
                            partition -> new HashMap<>())
                    .put(coordinates.offset(), letter.failed);
            arrived++;
            letter.safe.complete(null);
        }
        return true;
    }

    /** Letters that have arrived so far, those that came again included. */
    public long arrived() {
        return arrived;
    }

    /** Whether no letter is under way. */
    @Override
    public boolean isIdle() {
        return underWay.isEmpty();
    }

    /** Whether the record at an offset has a letter. */
    public boolean has(TopicPartition partition, long offset) {
        return kept.getOrDefault(partition, Map.of()).containsKey(offset);
    }

    /** All letters. */
    public List<FailedRecord> all() {
        return kept.values().stream()
                .flatMap(letters -> letters.values().stream())
                .toList();
    }

    @Override
    public void close() {
        // A letter that is under way when its task ends may still arrive.
    }

    private record UnderWay(FailedRecord failed, CompletableFuture<Void> safe) {}
}
