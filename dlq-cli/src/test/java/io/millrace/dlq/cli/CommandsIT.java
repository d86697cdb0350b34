/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dlq.LetterId;
import io.millrace.dlq.control.Action;
import io.millrace.dlq.control.AuditCodec;
import io.millrace.dlq.control.AuditEntry;
import io.millrace.dlq.control.AuditEvent;
import io.millrace.dlq.control.Command;
import io.millrace.dlq.control.CommandCodec;
import io.millrace.dlq.control.ControlTopics;
import io.millrace.dlq.control.Counts;
import io.millrace.dlq.control.LetterStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Commands that tell the connector what to do, and what it answers, against a real cluster. */
class CommandsIT extends LettersOnTopic {
    private Command command() {
        List<ConsumerRecord<byte[], byte[]>> read =
                topics.read(ControlTopics.of(topic).commands(), 1, WITHIN);
        return CommandCodec.decode(read.get(read.size() - 1).value());
    }

    private void createCommands() {
        topics.create(ControlTopics.of(topic).commands(), 1, Map.of());
    }

    @Test
    void auditAndPlanStatus_tellWhatWasDone() {
        topics.create(ControlTopics.of(topic).audit(), 1, Map.of());
        audit(null, AuditEvent.STARTED, null, 1);
        audit(tooLong.id(), AuditEvent.REPLAYED, null, 2);
        audit(null, AuditEvent.DONE, new Counts(1, 1, 0, 0), 3);

        assertThat(dlq("audit", "--letter", tooLong.id().value())
                        .ends(ExitCodes.OK)
                        .out()
                        .lines())
                .hasSize(2)
                .last()
                .asString()
                .contains("REPLAYED", "p1", "ada", "fixed");
        assertThat(dlq("plan", "status", "p1").ends(ExitCodes.OK).out().lines())
                .containsExactly(
                        "PLAN  TASK           STATE  SELECTED  DONE  FAILED  STALE  LAST NEWS",
                        "p1    orders-sink-0  DONE   1         1     0       0      1970-01-01T00:00:03Z");
        dlq("plan", "status", "p2").ends(ExitCodes.NOT_FOUND);
        audit(null, AuditEvent.STOPPED, new Counts(2, 1, 1, 0), 4);
        assertThat(dlq("plan", "status", "--json").ends(ExitCodes.PROBLEM).out())
                .contains("\"failed\":1");
    }

    private void audit(LetterId letter, AuditEvent event, Counts counts, long seconds) {
        AuditEntry entry =
                new AuditEntry("p1", letter, "orders-sink", 0, event, "ada", "fixed", counts, null, 1_000 * seconds);
        topics.produce(List.of(new ProducerRecord<>(
                ControlTopics.of(topic).audit(), entry.key().getBytes(UTF_8), AuditCodec.encode(entry))));
    }

    @Test
    void replay_isShownFirstAndCommandedThen() {
        createCommands();
        String group = tooLong.fingerprint().value();

        Run shown = dlq("replay", group.substring(0, 6), "--canary", "1", "--rate", "200/s", "--stop-if", "1%");
        assertThat(shown.ends(ExitCodes.UNCONFIRMED).err())
                .contains("2 letters in 1 groups of connector 'orders-sink'", "Nothing was written");
        assertThat(topics.nextOffsets(ControlTopics.of(topic).commands()).values())
                .containsOnly(0L);

        dlq(
                        "replay",
                        group.substring(0, 6),
                        "--plan",
                        "p1",
                        "--by",
                        "ada",
                        "--canary",
                        "1",
                        "--rate",
                        "200/s",
                        "--stop-if",
                        "1%")
                .ends(ExitCodes.OK);
        Command command = command();
        assertThat(command.plan()).isEqualTo("p1");
        assertThat(command.action()).isEqualTo(Action.REPLAY);
        assertThat(command.connector()).isEqualTo("orders-sink");
        assertThat(command.by()).isEqualTo("ada");
        assertThat(command.selection().fingerprint()).isEqualTo(group);
        assertThat(command.selection().until()).isEqualTo(Map.of(0, 5L, 1, 0L));
        assertThat(command.options().canary()).isEqualTo(1);
        assertThat(command.options().ratePerSecond()).isEqualTo(200);
        assertThat(command.options().stopIfFailedRatio()).isEqualTo(0.01);
    }

    @Test
    void whatCommandsCannotSayByTheirFields_theySayByIds() {
        createCommands();

        dlq("release", "--class", "record", "--code", "jdbc.23502", "--yes").ends(ExitCodes.OK);

        assertThat(command().selection().ids()).containsExactly(missing.id());
        assertThat(command().action()).isEqualTo(Action.RELEASE);
    }

    @Test
    void discard_wantsAReasonAndOpenLetters() {
        createCommands();
        ledger(entry(missing, LetterStatus.DISCARDED));

        dlq("discard", missing.id().value(), "--yes").ends(ExitCodes.USAGE);
        dlq("discard", missing.id().value(), "--yes", "--reason", "test data").ends(ExitCodes.NOT_FOUND);
        dlq("discard", "--yes", "--reason", "test data").ends(ExitCodes.USAGE);
        dlq("discard", tooLong.id().value(), "--yes", "--reason", "test data").ends(ExitCodes.OK);

        assertThat(command().selection().ids()).containsExactly(tooLong.id());
        assertThat(command().reason()).isEqualTo("test data");
    }

    @Test
    void commands_needSomebodyToCarryThemOut() {
        assertThat(dlq("replay", "--all", "--yes").ends(ExitCodes.NOT_FOUND).err())
                .contains("there is no topic '" + topic + ".commands'");
    }

    @Test
    void plan_isPausedByItsName() {
        createCommands();
        dlq("plan", "pause", "p1").ends(ExitCodes.NOT_FOUND);

        dlq("plan", "pause", "p1", "--connector", "orders-sink").ends(ExitCodes.OK);

        assertThat(command().action()).isEqualTo(Action.PAUSE);
        assertThat(command().plan()).isEqualTo("p1");
    }

    @Test
    void edit_showsTheDifferenceAndSendsTheWholeValue() throws Exception {
        createCommands();
        Path file = Files.writeString(folder.resolve("v.json"), "{\"id\":7,\"email\":\"a@b.c\",\"price\":10.10}");

        Run shown = dlq("edit", missing.id().value(), "--value-file", file.toString())
                .ends(ExitCodes.UNCONFIRMED);
        assertThat(shown.out().lines()).containsExactly("-   \"email\" : null,", "+   \"email\" : \"a@b.c\",");

        dlq("edit", missing.id().value(), "--value-file", file.toString(), "--yes")
                .ends(ExitCodes.OK);
        assertThat(command().edit()).isNotNull();
        assertThat(new String(command().edit().value(), UTF_8)).contains("a@b.c");
        assertThat(command().edit().letter()).isEqualTo(missing.id());
    }

    @Test
    void transform_changesEveryLetterThatHasTheField() {
        createCommands();

        Run shown = dlq("transform", "--all", "--set", "email=none").ends(ExitCodes.UNCONFIRMED);
        assertThat(shown.err()).contains("3 letters change, 0 stay");
        Run renamed = dlq("transform", "--all", "--rename", "email=mail").ends(ExitCodes.UNCONFIRMED);
        assertThat(renamed.err()).contains("1 letters change, 2 stay");

        dlq("transform", "--all", "--rename", "email=mail", "--plan", "t").ends(ExitCodes.OK);

        assertThat(command().plan()).isEqualTo("t-1");
        assertThat(new String(command().edit().value(), UTF_8)).isEqualTo("{\"id\":7,\"price\":10.10,\"mail\":null}");
        dlq("transform", "--all", "--remove", "nothing.here").ends(ExitCodes.NOT_FOUND);
        dlq("transform", "--all").ends(ExitCodes.USAGE);
    }
}
