/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.order;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.dlq.LetterId;
import io.millrace.dlq.control.Action;
import io.millrace.dlq.control.Command;
import io.millrace.dlq.control.Edit;
import io.millrace.dlq.control.KeyIdentity;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.ReplayOptions;
import io.millrace.dlq.control.Selection;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.testkit.order.OrderLog.Change;
import io.millrace.testkit.simulation.SimulatedReplay;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/** Somebody who does things with letters, with little care. Confined to one thread. */
final class Operator {
    static final String REASON = "to see what happens";

    private final Random random;
    private final OrderLog log;
    private final SimulatedReplay replay;
    private final InstantSource clock;
    private final List<String> plans = new ArrayList<>();
    /** Rows that were put in the place of others, by the bytes that stand for them. */
    private final Map<String, Map<String, Object>> rows = new HashMap<>();

    Operator(Random random, OrderLog log, SimulatedReplay replay, InstantSource clock) {
        this.random = random;
        this.log = log;
        this.replay = replay;
        this.clock = clock;
    }

    /** Does something, with some of these letters perhaps. */
    void act(List<LetterEntry> open) {
        int kind = random.nextInt(100);
        if (kind < 20 && !plans.isEmpty()) {
            Action action = List.of(Action.PAUSE, Action.RESUME, Action.RESUME, Action.CANCEL)
                    .get(random.nextInt(4));
            command(plans.get(random.nextInt(plans.size())), action, Selection.ALL, ReplayOptions.NONE, List.of());
        } else if (open.isEmpty()) {
            return;
        } else if (kind < 40) {
            plan("replay", Action.REPLAY, Selection.ALL, options(), List.of());
        } else if (kind < 50) {
            plan("replay-some", Action.REPLAY, some(open), options(), List.of());
        } else if (kind < 60) {
            KeyIdentity key = open.get(random.nextInt(open.size())).identity();
            plan("release", Action.RELEASE, key == null ? Selection.ALL : Selection.of(key), options(), List.of());
        } else {
            decide(open);
        }
    }

    /** Sees to a letter for good. */
    void decide(List<LetterEntry> open) {
        LetterEntry letter = open.get(random.nextInt(open.size()));
        int kind = random.nextInt(10);
        if (kind < 3) {
            plan("discard", Action.DISCARD, some(open), options(), List.of());
        } else {
            ReplayOptions options = kind < 4 ? dry(ReplayOptions.NONE) : ReplayOptions.NONE;
            plan("edit", Action.EDIT, Selection.ALL, options, edits(letter, open));
        }
    }

    /** Of a letter, and of some others now and then. */
    private List<Edit> edits(LetterEntry letter, List<LetterEntry> open) {
        List<Edit> edits = new ArrayList<>(List.of(edit(letter)));
        if (random.nextBoolean()) {
            for (LetterEntry other : open) {
                if (!other.equals(letter) && random.nextInt(4) == 0) {
                    edits.add(edit(other));
                }
            }
        }
        return edits;
    }

    private Edit edit(LetterEntry letter) {
        Change change = log.change(new TopicPartition(letter.topic(), letter.partition()), letter.offset());
        String value = "edit-" + rows.size();
        rows.put(value, OrderLog.row(change.id(), random, random.nextInt(10) == 0));
        return new Edit(letter.id(), value.getBytes(UTF_8), null);
    }

    private Selection some(List<LetterEntry> open) {
        List<LetterId> some = new ArrayList<>();
        for (LetterEntry letter : open) {
            if (some.isEmpty() || random.nextInt(4) == 0) {
                some.add(letter.id());
            }
        }
        return Selection.of(some);
    }

    private ReplayOptions options() {
        ReplayOptions options = new ReplayOptions(
                false,
                random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 0,
                random.nextInt(3) == 0 ? 0.5 + random.nextInt(10) : null,
                random.nextInt(5) == 0 ? 0.1 : null,
                random.nextInt(3) == 0 ? 1 + random.nextInt(3) : null);
        return random.nextInt(6) == 0 ? dry(options) : options;
    }

    private static ReplayOptions dry(ReplayOptions options) {
        return new ReplayOptions(
                true, options.canary(), options.ratePerSecond(), options.stopIfFailedRatio(), options.stopIfFailed());
    }

    /** Ends whatever was begun, and wants everything tried without changing anything. Returns the plan. */
    String rehearse() {
        cancelAll();
        return plan("rehearse", Action.REPLAY, Selection.ALL, dry(ReplayOptions.NONE), List.of());
    }

    /** Ends whatever was begun, and wants everything applied. Returns the plan. */
    String putRight() {
        cancelAll();
        return plan("put-right", Action.REPLAY, Selection.ALL, ReplayOptions.NONE, List.of());
    }

    /** A task that begins anew goes on with whatever is not done, even if it had ended for want of letters. */
    private void cancelAll() {
        for (String plan : plans) {
            command(plan, Action.CANCEL, Selection.ALL, ReplayOptions.NONE, List.of());
        }
    }

    /** Everything is to be applied, without any care. */
    void replayAll() {
        plan("replay-all", Action.REPLAY, Selection.ALL, ReplayOptions.NONE, List.of());
    }

    private String plan(String name, Action action, Selection selection, ReplayOptions options, List<Edit> edits) {
        String plan = name + "-" + plans.size();
        plans.add(plan);
        command(plan, action, selection, options, edits);
        return plan;
    }

    private void command(String plan, Action action, Selection selection, ReplayOptions options, List<Edit> edits) {
        replay.command(new Command(
                plan, OrderSimulation.CONNECTOR, action, selection, options, edits, "ada", REASON, clock.millis() + 1));
    }

    /** The record of a letter, edited or not. */
    SinkRecord restore(DeadLetter letter) {
        TopicPartition partition = new TopicPartition(
                letter.coordinates().topic(), letter.coordinates().partition());
        if (letter.parent() == null) {
            return log.records(partition)
                    .get(Math.toIntExact(letter.coordinates().offset()));
        }
        return log.edited(log.change(partition, letter.coordinates().offset()), row(letter));
    }

    /** The row that an edited letter has. */
    Map<String, Object> row(DeadLetter edited) {
        byte[] value = edited.record().value();
        if (value == null) {
            throw new IllegalStateException("The letter has no value: " + edited.id());
        }
        return rows.get(new String(value, UTF_8));
    }
}
