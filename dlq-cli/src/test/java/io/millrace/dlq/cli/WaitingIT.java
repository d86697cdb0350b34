/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.dlq.LetterId;
import io.millrace.dlq.control.AuditEvent;
import io.millrace.dlq.control.ControlTopics;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.LetterStatus;
import io.millrace.testkit.letters.FailedRecords;
import io.millrace.testkit.server.TestServers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Commands that wait until they are carried out, by somebody who pretends to be a task on a real cluster. */
class WaitingIT extends LettersOnTopic {
    private PretendTask task(Map<LetterId, AuditEvent> fates, @Nullable AuditEvent end) throws Exception {
        List<LetterEntry> entries = List.of(
                entry(tooLong, LetterStatus.OPEN),
                entry(tooLongAgain, LetterStatus.OPEN),
                entry(missing, LetterStatus.OPEN));
        return new PretendTask(TestServers.kafka().bootstrapServers(), topic, entries, fates, end);
    }

    @Test
    void replay_saysWhatBecameOfTheLetters() throws Exception {
        Map<LetterId, AuditEvent> fates = Map.of(tooLongAgain.id(), AuditEvent.FAILED, missing.id(), AuditEvent.STALE);
        try (PretendTask task = task(fates, null)) {
            Run run = dlq("replay", "--all", "--plan", "p").ends(ExitCodes.PROBLEM);

            assertThat(run.out().lines())
                    .containsExactly(
                            "Plan p: REPLAY, 1 of 3 letters done, 1 superseded by something newer, 1 failed",
                            "FAILED  WHY",
                            "1       [jdbc.22001] still too long");
            assertThat(task.commands).hasSize(1);
            assertThat(dlq("list").out().lines()).hasSize(2);
            assertThat(dlq("replay", missing.id().value(), "--yes")
                            .ends(ExitCodes.NOT_FOUND)
                            .err())
                    .contains("SUPERSEDED=1");
            assertThat(dlq("show", tooLongAgain.id().value()).out())
                    .contains("reason        [jdbc.22001] still too long", "plan          p", "tried         1");
            assertThat(dlq("replay", tooLongAgain.id().value(), "--yes", "--json")
                            .ends(ExitCodes.PROBLEM)
                            .out())
                    .contains("\"done\":0,\"failed\":1,\"superseded\":0,\"untouched\":0");
        }
    }

    @Test
    void ledgerInTheTarget_isNotTakenForNone_andTheAuditTellsWhatBecameOfLetters() throws Exception {
        List<LetterEntry> known = List.of(entry(tooLong, LetterStatus.OPEN), entry(missing, LetterStatus.OPEN));
        String bootstrap = TestServers.kafka().bootstrapServers();
        Map<LetterId, AuditEvent> fates = Map.of(missing.id(), AuditEvent.FAILED);
        try (PretendTask task = new PretendTask(bootstrap, topic, known, fates, AuditEvent.DONE, false)) {
            await("topic of commands").atMost(WITHIN).until(() -> topics.names()
                    .contains(ControlTopics.of(topic).commands()));
            for (String command : List.of("keys", "rebuild-ledger")) {
                assertThat(dlq(command).ends(ExitCodes.NOT_FOUND).err())
                        .contains("If the connector's 'dlq.ledger' is 'target', it is in the database");
            }
            Run stats = dlq("stats").ends(ExitCodes.OK);
            assertThat(stats.err()).contains("Not counted by STATUS, which is not known here");
            assertThat(stats.out()).doesNotContain("STATUS").contains("jdbc.23502");

            assertThat(dlq("replay", "--all", "--plan", "p")
                            .ends(ExitCodes.PROBLEM)
                            .out()
                            .lines())
                    .as("of a letter that the task does not know, nothing is told")
                    .contains("Plan p: REPLAY, 1 of 3 letters done, 1 failed, 1 not touched");
            assertThat(task.commands).hasSize(1);
        }
    }

    @Test
    void dryRun_isToldByTheAuditAlone() throws Exception {
        try (PretendTask task = task(Map.of(missing.id(), AuditEvent.FAILED), null)) {
            assertThat(dlq("replay", "--all", "--dry-run", "--plan", "p")
                            .ends(ExitCodes.PROBLEM)
                            .out())
                    .startsWith("Plan p: REPLAY (dry run), 2 of 3 letters done, 1 failed");
            assertThat(dlq("list").out().lines()).hasSize(4);
            assertThat(dlq("discard", tooLong.id().value(), "--yes", "--reason", "no use")
                            .ends(ExitCodes.OK)
                            .out())
                    .contains("DISCARD, 1 of 1 letters done");
            assertThat(task.commands).hasSize(2);
        }
    }

    @Test
    void planThatEndsBeforeItsLetters_isToldApart() throws Exception {
        Map<LetterId, AuditEvent> fates = Map.of(missing.id(), AuditEvent.DONE);
        try (PretendTask task = task(fates, AuditEvent.STOPPED)) {
            assertThat(dlq("replay", "--all", "--plan", "p")
                            .ends(ExitCodes.PROBLEM)
                            .out()
                            .lines())
                    .containsExactly(
                            "Plan p: REPLAY, 2 of 3 letters done, 1 not touched", "STOPPED: because the test says so");
            assertThat(task.commands).hasSize(1);
        }
        topic = topics.createUnique("letters", 1, Map.of("retention.ms", "-1"));
        send(tooLong);
        send(missing);
        try (PretendTask task = task(fates, AuditEvent.DONE)) {
            assertThat(dlq("replay", "--all", "--yes", "--json")
                            .ends(ExitCodes.PROBLEM)
                            .out())
                    .contains("\"untouched\":1,\"end\":\"DONE\",\"why\":\"because the test says so\"");
            assertThat(task.commands).hasSize(1);
        }
    }

    @Test
    void editedLetter_isReplayedInThePlaceOfTheFirst() throws Exception {
        try (PretendTask task = task(Map.of(), null)) {
            assertThat(dlq("transform", "--code", "jdbc.23502", "--set", "email=none", "--plan", "t", "--replay")
                            .ends(ExitCodes.OK)
                            .out()
                            .lines())
                    .contains("Plan t: EDIT, 1 of 1 letters done", "Plan t-replay: REPLAY, 1 of 1 letters done");
            assertThat(task.commands).hasSize(2).last().satisfies(command -> assertThat(
                            command.selection().ids())
                    .containsExactly(LetterId.ofEdit(missing.id(), 1)));
        }
    }

    @Test
    void silence_isNoSuccess() {
        topics.create(ControlTopics.of(topic).commands(), 1, Map.of());
        ledger(entry(missing, LetterStatus.OPEN));
        AtomicLong now = new AtomicLong();
        InstantSource hurried = () -> Instant.ofEpochMilli(now.addAndGet(5_000));

        assertThat(Run.at(hurried, onTopic("replay", "--all", "--plan", "p"))
                        .ends(ExitCodes.UNREACHABLE)
                        .err())
                .contains(
                        "no task of connector 'orders-sink' has begun with plan 'p' within 30 s", "dlq plan cancel p");
    }

    @Test
    void connectorThatIsNotRunning_isToldOfAtOnce() throws Exception {
        topics.create(ControlTopics.of(topic).commands(), 1, Map.of());
        ledger(entry(missing, LetterStatus.OPEN));
        String group = "connect-" + FailedRecords.CONNECTOR;
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", TestServers.kafka().bootstrapServers()))) {
            admin.alterConsumerGroupOffsets(group, Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(1)))
                    .all()
                    .get();
            try {
                assertThat(dlq("replay", "--all", "--yes")
                                .ends(ExitCodes.UNREACHABLE)
                                .err())
                        .contains("its consumer group '" + group + "' has no members");
                dlq("replay", "--all", "--yes", "--no-wait").ends(ExitCodes.OK);
            } finally {
                admin.deleteConsumerGroups(List.of(group)).all().get();
            }
        }
    }
}
