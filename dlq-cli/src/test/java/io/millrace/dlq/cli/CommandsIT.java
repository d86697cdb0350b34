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
import io.millrace.dlq.control.Edit;
import io.millrace.dlq.control.KeyIdentity;
import io.millrace.dlq.control.LetterStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** What commands tell the connector, by what is on the topics of a real cluster afterwards. Nobody answers here. */
class CommandsIT extends LettersOnTopic {
    private Command command() {
        List<ConsumerRecord<byte[], byte[]>> read =
                topics.read(ControlTopics.of(topic).commands(), 1, WITHIN);
        return CommandCodec.decode(read.get(read.size() - 1).value());
    }

    private void connectorHasRun() {
        topics.create(ControlTopics.of(topic).commands(), 1, Map.of());
        ledger(
                entry(tooLong, LetterStatus.OPEN),
                entry(tooLongAgain, LetterStatus.OPEN),
                entry(missing, LetterStatus.OPEN));
    }

    @Test
    void auditAndPlanStatus_tellWhatWasDone() {
        topics.create(ControlTopics.of(topic).audit(), 1, Map.of("retention.ms", "-1"));
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
        connectorHasRun();
        String group = tooLong.fingerprint().value();
        String start = group.substring(0, 6);

        Run shown = dlq("replay", start, "--canary", "1", "--rate", "200/s", "--stop-if", "1%");
        assertThat(shown.ends(ExitCodes.UNCONFIRMED).err())
                .contains("2 letters in 1 groups of connector 'orders-sink'", "Nothing was written");
        assertThat(topics.nextOffsets(ControlTopics.of(topic).commands()).values())
                .containsOnly(0L);

        String[] meant = {
            "replay",
            start,
            "--plan",
            "p1",
            "--no-wait",
            "--by",
            "ada",
            "--canary",
            "1",
            "--rate",
            "200/s",
            "--stop-if",
            "1%"
        };
        assertThat(dlq(meant).ends(ExitCodes.OK).out()).contains("dlq plan status p1");
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
        assertThat(dlq(meant).ends(ExitCodes.USAGE).err()).contains("there is a plan 'p1' already");
        dlq("replay", start, "--rate", "0").ends(ExitCodes.USAGE);
        dlq("replay", start, "--stop-if", "many").ends(ExitCodes.USAGE);
    }

    @Test
    void whatCommandsCannotSayByTheirFields_theySayByIds() {
        connectorHasRun();

        dlq("replay", "--class", "record", "--code", "jdbc.23502", "--yes", "--no-wait")
                .ends(ExitCodes.OK);

        assertThat(command().selection().ids()).containsExactly(missing.id());
        assertThat(command().selection().until()).isNotEmpty();
    }

    @Test
    void release_isAboutWholeKeys() {
        connectorHasRun();
        KeyIdentity key = new KeyIdentity(1, 2);
        assertThat(dlq("release", missing.id().value()).ends(ExitCodes.USAGE).err())
                .contains("no key of these letters is known");
        ledger(entry(missing, LetterStatus.OPEN, key), entry(tooLong, LetterStatus.PARKED, key));

        assertThat(dlq("release", missing.id().value())
                        .ends(ExitCodes.UNCONFIRMED)
                        .err())
                .contains("2 letters in 2 groups");
        dlq("release", missing.id().value(), "--yes", "--no-wait").ends(ExitCodes.OK);

        assertThat(command().action()).isEqualTo(Action.RELEASE);
        assertThat(command().selection().keys()).containsExactly(key);
        assertThat(command().selection().ids()).isEmpty();
    }

    @Test
    void discard_wantsAReasonAndOpenLetters() {
        connectorHasRun();
        ledger(entry(missing, LetterStatus.SUPERSEDED));

        dlq("discard", missing.id().value(), "--yes").ends(ExitCodes.USAGE);
        assertThat(dlq("discard", missing.id().value(), "--yes", "--reason", "test data")
                        .ends(ExitCodes.NOT_FOUND)
                        .err())
                .contains("settled ones are: {SUPERSEDED=1}");
        assertThat(dlq("discard", "--code", "jdbc.1", "--yes", "--reason", "test data")
                        .ends(ExitCodes.NOT_FOUND)
                        .err())
                .contains("no open letter is like that; 'dlq list'");
        dlq("discard", "--yes", "--reason", "test data").ends(ExitCodes.USAGE);
        dlq("discard", tooLong.id().value(), "--yes", "--reason", "test data", "--no-wait")
                .ends(ExitCodes.OK);

        assertThat(command().selection().ids()).containsExactly(tooLong.id());
        assertThat(command().reason()).isEqualTo("test data");
    }

    @Test
    void lettersThatTheLedgerDoesNotKnow_areLeftOut() {
        assertThat(dlq("replay", "--all", "--yes").ends(ExitCodes.NOT_FOUND).err())
                .contains("does not know these 3 letters", "rebuild-ledger");
        ledger(entry(missing, LetterStatus.OPEN));

        assertThat(dlq("replay", "--all").ends(ExitCodes.UNCONFIRMED).err())
                .contains("2 letters are left out", "1 letters in 1 groups");
    }

    @Test
    void topicWithoutLetters_isNamed() {
        topic = topics.createUnique("empty", 1);

        assertThat(dlq("replay", "--all").ends(ExitCodes.NOT_FOUND).err()).contains("check --topic");
    }

    @Test
    void commands_needSomebodyToCarryThemOut() {
        ledger(entry(missing, LetterStatus.OPEN));

        assertThat(dlq("replay", "--all", "--yes", "--no-wait")
                        .ends(ExitCodes.NOT_FOUND)
                        .err())
                .contains("there is no topic '" + topic + ".commands'", "dlq.order");
    }

    @Test
    void plan_isPausedByItsName() {
        connectorHasRun();
        assertThat(dlq("plan", "pause", "p1").ends(ExitCodes.NOT_FOUND).err()).contains("no plan 'p1'");
        dlq("replay", "--all", "--plan", "p1", "--no-wait").ends(ExitCodes.OK);

        dlq("plan", "pause", "p1", "--reason", "lunch").ends(ExitCodes.OK);

        assertThat(command().action()).isEqualTo(Action.PAUSE);
        assertThat(command().plan()).isEqualTo("p1");
        assertThat(command().reason()).isEqualTo("lunch");
    }

    @Test
    void edit_showsTheDifferenceAndSendsTheWholeValue() throws Exception {
        connectorHasRun();
        Path file = Files.writeString(folder.resolve("v.json"), "{\"id\":7,\"email\":\"a@b.c\",\"price\":10.10}");
        String id = missing.id().value();

        Run shown = dlq("edit", id, "--value-file", file.toString()).ends(ExitCodes.UNCONFIRMED);
        assertThat(shown.out().lines()).containsExactly("-   \"email\" : null,", "+   \"email\" : \"a@b.c\",");

        dlq("edit", id, "--value-file", file.toString(), "--yes", "--no-wait").ends(ExitCodes.OK);
        Edit edit = command().editOf(missing.id());
        assertThat(edit).isNotNull();
        assertThat(new String(edit.value(), UTF_8)).contains("a@b.c");
        dlq("edit", id, "--tombstone", "--yes", "--no-wait", "--replay").ends(ExitCodes.USAGE);
        dlq("edit", id, "--tombstone", "--value-file", file.toString()).ends(ExitCodes.USAGE);
        dlq("edit", id).ends(ExitCodes.USAGE);
        assertThat(dlq("edit", id, "--from-source").ends(ExitCodes.NOT_FOUND).err())
                .contains("no record at orders-0@7 any more");
    }

    @Test
    void transform_changesEveryLetterThatHasTheField() {
        connectorHasRun();

        Run shown = dlq("transform", "--all", "--set", "email=none").ends(ExitCodes.UNCONFIRMED);
        assertThat(shown.err()).contains("3 letters change, 0 stay");
        Run renamed = dlq("transform", "--all", "--rename", "email=mail").ends(ExitCodes.UNCONFIRMED);
        assertThat(renamed.err()).contains("1 letters change, 2 stay");

        dlq("transform", "--all", "--set", "email=none", "--plan", "t", "--no-wait")
                .ends(ExitCodes.OK);

        assertThat(command().plan()).isEqualTo("t");
        assertThat(command().edits())
                .extracting(Edit::letter)
                .containsExactlyInAnyOrder(tooLong.id(), tooLongAgain.id(), missing.id());
        assertThat(new String(command().editOf(missing.id()).value(), UTF_8))
                .isEqualTo("{\"id\":7,\"email\":\"none\",\"price\":10.10}");
        dlq("transform", "--all", "--remove", "nothing.here").ends(ExitCodes.NOT_FOUND);
        dlq("transform", "--all").ends(ExitCodes.USAGE);
    }
}
