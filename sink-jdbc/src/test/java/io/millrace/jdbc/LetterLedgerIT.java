/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static io.millrace.jdbc.LetterLedgerScene.BAD;
import static io.millrace.jdbc.LetterLedgerScene.PARTITION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.dlq.control.AuditEntry;
import io.millrace.dlq.order.LedgerRefusedException;
import io.millrace.testkit.simulation.SimulatedTask;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ledger of dead letters in a real PostgreSQL: it says the same as the rows, whoever dies, and only its owner writes it. */
class LetterLedgerIT {
    private LetterLedgerScene scene;

    @BeforeEach
    void begin() throws SQLException {
        scene = new LetterLedgerScene();
    }

    @AfterEach
    void end() {
        scene.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"at_least_once", "exactly_once"})
    void taskThatDiesWhenANewerRowIsWritten_leavesItsLetterSuperseded(String delivery) throws Exception {
        SimulatedTask dead = letterOfRow1("delivery", delivery);

        scene.row(1, 5);
        scene.dieOnce("newer row", dead, () -> Objects.equals(scene.amount(1), 5));

        assertThat(scene.status(0)).isEqualTo("SUPERSEDED");
        assertThat(scene.database.query("SELECT entry->>'letters' AS letters, entry->>'applied' AS applied FROM"
                        + " millrace_letters_ledger WHERE key LIKE 'K:%'"))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("letters", "0").containsEntry("applied", "1"));
        SimulatedTask successor = scene.task(1, "delivery", delivery);
        scene.fix();
        scene.replayAll("too-late");
        scene.row(2, 7);
        scene.untilClear(successor);
        assertThat(scene.amount(1)).as("nothing old is put over it").isEqualTo(5);
        assertThat(scene.amount(2)).isEqualTo(7);
        assertThat(scene.told()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"at_least_once", "exactly_once"})
    void taskThatDiesWhenALetterIsReplayed_leavesItToTheNextOwnerToTell(String delivery) throws Exception {
        SimulatedTask dead = letterOfRow1("delivery", delivery);
        scene.fix();
        scene.replayAll("plan");

        scene.dieOnce("the letter's row", dead, () -> Objects.equals(scene.amount(1), BAD));

        assertThat(scene.status(0)).isEqualTo("APPLIED");
        assertThat(scene.told()).isZero();
        SimulatedTask successor = scene.task(1, "delivery", delivery);
        scene.until("end of the letter", successor, () -> "REPLAYED".equals(scene.status(0)));
        assertThat(scene.replay.audit())
                .filteredOn(entry -> entry.letter() != null)
                .singleElement()
                .extracting(AuditEntry::plan, AuditEntry::by, AuditEntry::reason)
                .containsExactly("plan", "ada", "the constraint is gone");
        // The key is as free as any other again.
        scene.row(1, 6);
        scene.untilClear(successor);
        assertThat(scene.amount(1)).isEqualTo(6);
    }

    @Test
    void rowThatIsNotCommitted_leavesItsLetterOpen() throws Exception {
        SimulatedTask task = letterOfRow1();
        scene.database.execute(
                "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not now' USING ERRCODE"
                        + " = '40001'; END $$",
                "CREATE CONSTRAINT TRIGGER late AFTER INSERT OR UPDATE ON amounts DEFERRABLE INITIALLY DEFERRED FOR EACH"
                        + " ROW EXECUTE FUNCTION refuse()");
        scene.row(1, 5);

        for (int i = 0; i < 20; i++) {
            scene.turn(task);
            assertThat(scene.status(0)).isEqualTo("OPEN");
        }
        assertThat(scene.amount(1)).isNull();
        scene.database.execute("DROP TRIGGER late ON amounts");

        scene.untilClear(task);
        assertThat(scene.amount(1)).isEqualTo(5);
        assertThat(scene.status(0)).isEqualTo("SUPERSEDED");
    }

    @Test
    void formerOwner_writesNeitherRowsThatMeanSomethingForLettersNorTheLedger() throws Exception {
        SimulatedTask former = letterOfRow1();
        SimulatedTask owner = scene.task(1);
        scene.until("ownership", owner, () -> epoch() == 2);
        scene.row(1, 5);

        for (int i = 0; i < 20 && !former.committable().isEmpty(); i++) {
            scene.turn(former);
        }

        assertThat(former.committable()).as("the partition is given up").isEmpty();
        assertThat(scene.amount(1)).isNull();
        assertThat(scene.status(0)).isEqualTo("OPEN");
        scene.untilClear(owner);
        assertThat(scene.amount(1)).isEqualTo(5);
        assertThat(scene.status(0)).isEqualTo("SUPERSEDED");
    }

    @Test
    void formerOwner_sendsNoLetters() throws Exception {
        SimulatedTask former = letterOfRow1();
        SimulatedTask owner = scene.task(1);
        scene.until("ownership", owner, () -> epoch() == 2);
        scene.row(2, BAD);

        scene.until("the partition given up", former, () -> former.committable().isEmpty());

        assertThat(scene.letters.all()).hasSize(1);
        assertThat(scene.status(1)).isNull();
        scene.until("letter", owner, () -> "OPEN".equals(scene.status(1)));
        scene.untilClear(owner);
        assertThat(scene.letters.all()).hasSize(2);
    }

    /** Whoever takes a partition over finds what its former owner was just committing. */
    @Test
    void newOwner_waitsForWhatIsUnderWay() throws Exception {
        SimulatedTask former = letterOfRow1();
        try (Connection underWay = scene.database.connect();
                Statement statement = underWay.createStatement()) {
            underWay.setAutoCommit(false);
            statement.execute("SELECT epoch FROM millrace_letters_ledger WHERE key LIKE 'P:%' FOR SHARE");
            statement.execute("UPDATE millrace_letters_ledger SET entry ="
                    + " (entry::jsonb || '{\"status\": \"DISCARDED\"}')::json WHERE key LIKE 'L:%'");
            SimulatedTask owner = scene.task(1);
            for (int i = 0; i < 20; i++) {
                scene.turn(owner);
            }
            assertThat(epoch()).isEqualTo(1);

            underWay.commit();

            scene.fix();
            scene.replayAll("plan");
            scene.row(2, 2);
            scene.untilClear(owner);
            assertThat(scene.amount(1)).as("what was given up").isNull();
            assertThat(former.committable()).containsEntry(PARTITION, 1L);
        }
    }

    @Test
    void databaseThatIsAway_holdsTheStreamBackAndMakesNoLetter() throws Exception {
        SimulatedTask task = scene.task(0);
        scene.row(9, 9);
        scene.untilClear(task);
        scene.row(1, BAD);
        scene.turn(task);
        assertThat(scene.letters.isIdle()).isTrue();

        scene.proxy.refuse();
        scene.proxy.cutAll();
        for (int i = 0; i < 20; i++) {
            scene.turn(task);
        }

        assertThat(scene.letters.isIdle()).as("no letter is under way").isTrue();
        assertThat(task.committable()).containsEntry(PARTITION, 1L);
        scene.proxy.pass();
        scene.untilClear(task);
        assertThat(scene.status(1)).isEqualTo("OPEN");
        assertThat(scene.letters.all()).hasSize(1);
    }

    @Test
    void tableThatMayNotBeMade_failsTheTaskAndIsTold() throws Exception {
        SimulatedTask task = scene.task(0, "dlq.ledger.table", "ops.letters", "dlq.ledger.table.create", "false");

        assertThatThrownBy(() -> scene.until("refusal", task, () -> false))
                .hasRootCauseInstanceOf(io.millrace.jdbc.batch.PlanException.class)
                .satisfies(error -> assertThat(refusal(error))
                        .hasMessageContaining("'ops.letters' ('dlq.ledger.table')")
                        .hasMessageContaining("CREATE TABLE IF NOT EXISTS \"ops\".\"letters\""));
    }

    private static Throwable refusal(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof LedgerRefusedException) {
                return cause;
            }
        }
        return error;
    }

    private long epoch() throws SQLException {
        return Long.parseLong(scene.database
                .query("SELECT epoch FROM millrace_letters_ledger WHERE key LIKE 'P:%'")
                .get(0)
                .get("epoch"));
    }

    /** A task, and a row that is a letter: everything is safe. */
    private SimulatedTask letterOfRow1(String... more) throws Exception {
        SimulatedTask task = scene.task(0, more);
        scene.row(1, BAD);
        scene.untilClear(task);
        assertThat(scene.status(0)).isEqualTo("OPEN");
        assertThat(scene.letters.all()).hasSize(1);
        return task;
    }
}
