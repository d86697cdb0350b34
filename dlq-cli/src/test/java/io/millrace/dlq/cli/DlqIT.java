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
import io.millrace.dlq.control.KeyEntry;
import io.millrace.dlq.control.KeyIdentity;
import io.millrace.dlq.control.KeyState;
import io.millrace.dlq.control.LedgerCodec;
import io.millrace.dlq.control.LedgerEntry;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.LetterStatus;
import io.millrace.dlq.control.OrderPolicy;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.LetterCodec;
import io.millrace.dlq.letter.LetterJson;
import io.millrace.testkit.letters.FailedRecords;
import io.millrace.testkit.server.KafkaTopics;
import io.millrace.testkit.server.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands against a real cluster. */
class DlqIT {
    private static final Duration WITHIN = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final KafkaTopics topics = TestServers.kafka().topics();
    private final DeadLetter tooLong = FailedRecords.letter(FailedRecords.failed(1));
    private final DeadLetter tooLongAgain = FailedRecords.letter(FailedRecords.failed(2));
    private final DeadLetter missing = FailedRecords.letter(FailedRecords.failed(
            7,
            "jdbc.23502",
            "null value in column \"email\" of relation \"orders\" violates not-null constraint",
            "{\"id\":7,\"email\":null,\"price\":10.10}"));
    private String topic = "";

    @BeforeEach
    void write() {
        topic = topics.createUnique("letters", 2);
        send(tooLong);
        send(tooLongAgain);
        send(missing);
        // Delivered again after a crash: the same letter.
        send(tooLong);
        topics.produce(List.of(new ProducerRecord<>(topic, 0, null, "no letter".getBytes(UTF_8))));
    }

    @AfterEach
    void close() {
        topics.close();
    }

    private void send(DeadLetter letter) {
        topics.produce(List.of(LetterCodec.encode(letter, topic, 0)));
    }

    private Run dlq(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--bootstrap-server", TestServers.kafka().bootstrapServers(), "--topic", topic));
        return Run.of(all.toArray(String[]::new));
    }

    private void ledger(LedgerEntry... entries) {
        ControlTopics control = ControlTopics.of(topic);
        if (!topics.names().contains(control.ledger())) {
            topics.create(control.ledger(), 1, Map.of("cleanup.policy", "compact"));
        }
        for (LedgerEntry entry : entries) {
            topics.produce(List.of(
                    new ProducerRecord<>(control.ledger(), entry.key().getBytes(UTF_8), LedgerCodec.encode(entry))));
        }
    }

    private static LetterEntry entry(DeadLetter letter, LetterStatus status) {
        return new LetterEntry(
                letter.id(),
                status,
                1,
                null,
                OrderPolicy.SUPERSEDE,
                letter.connector(),
                letter.destination(),
                "orders",
                0,
                letter.coordinates().offset(),
                0,
                null,
                null,
                null,
                1,
                1_700_000_003_000L);
    }

    private Command command() {
        List<ConsumerRecord<byte[], byte[]>> read =
                topics.read(ControlTopics.of(topic).commands(), 1, WITHIN);
        return CommandCodec.decode(read.get(read.size() - 1).value());
    }

    private void createCommands() {
        topics.create(ControlTopics.of(topic).commands(), 1, Map.of());
    }

    @Test
    void groups_areCausesTheLargestFirst() {
        assertThat(dlq("groups").ends(ExitCodes.OK).out().lines())
                .containsExactly(
                        "GROUP             LETTERS  CLASS   CODE        TARGET         FIRST                 LAST"
                                + "                  CAUSE",
                        tooLong.fingerprint() + "  2        RECORD  jdbc.22001  public.orders  2023-11-14T22:13:22Z"
                                + "  2023-11-14T22:13:22Z  value too long for type character varying(10)",
                        missing.fingerprint() + "  1        RECORD  jdbc.23502  public.orders  2023-11-14T22:13:22Z"
                                + "  2023-11-14T22:13:22Z  null value in column \"email\" of relation \"orders\" violates"
                                + " not-null constraint");
        assertThat(dlq("groups", "--json", "--code", "jdbc.23502").out().lines())
                .singleElement()
                .asString()
                .contains("\"letters\":1", "\"sample\":\"" + missing.id());
    }

    @Test
    void list_showsOpenLettersOnce() {
        ledger(entry(tooLongAgain, LetterStatus.REPLAYED));

        assertThat(dlq("list").ends(ExitCodes.OK).out().lines())
                .containsExactly(
                        "LETTER        STATUS  DIED                  RECORD      TARGET         CODE        GROUP"
                                + "     MESSAGE",
                        tooLong.id().value().substring(0, 12)
                                + "  OPEN    2023-11-14T22:13:22Z  orders-0@1  public.orders  jdbc.22001  "
                                + tooLong.fingerprint().value().substring(0, 8)
                                + "  value too long for type character varying(10)",
                        missing.id().value().substring(0, 12)
                                + "  OPEN    2023-11-14T22:13:22Z  orders-0@7  public.orders  jdbc.23502  "
                                + missing.fingerprint().value().substring(0, 8) + "  " + missing.message());
        assertThat(dlq("list", "--all", "--json").out().lines()).hasSize(3);
        assertThat(dlq("list", "--status", "replayed", "--json").out())
                .contains(tooLongAgain.id().value());
        assertThat(dlq("list", "--json", "--since", "1h").out()).isEmpty();
        assertThat(dlq("list", "--json", "--since", "2023-11-14T00:00:00Z", "--from-offset", "5")
                        .out()
                        .lines())
                .hasSize(1);
        assertThat(dlq("list", "--limit", "1").err()).contains("1 of 2 letters");
    }

    @Test
    void show_decodesTheRecord() {
        Run shown = dlq("show", missing.id().value().substring(0, 8)).ends(ExitCodes.OK);

        assertThat(shown.out())
                .contains("record        orders-0@7", "key (", "\"email\" : null", "\"price\" : 10.10", "trace = t-7");
        assertThat(dlq("show", missing.id().value(), "--decode", "raw").out()).contains("\"email\":null");
        DeadLetter read = LetterJson.read(
                dlq("show", missing.id().value(), "--json").out().strip().getBytes(UTF_8));
        assertThat(read).usingRecursiveComparison().isEqualTo(missing);
        assertThat(dlq("show", "ffffffffff").ends(ExitCodes.NOT_FOUND).err()).contains("no letter 'ffffffffff'");
        dlq("show", "").ends(ExitCodes.USAGE);
    }

    @Test
    void tail_beginsWithTheLastAndFollows() {
        assertThat(dlq("tail", "--max", "2", "-n", "3").ends(ExitCodes.OK).out().lines())
                .hasSize(2)
                .last()
                .asString()
                .contains(tooLong.id().value().substring(0, 12));
    }

    @Test
    void stats_countWhatLettersHaveInCommon() {
        assertThat(dlq("stats", "--by", "code,day").ends(ExitCodes.OK).out().lines())
                .containsExactly(
                        "BY    VALUE       LETTERS  OLDEST",
                        "CODE  jdbc.22001  2        2023-11-14T22:13:22Z",
                        "CODE  jdbc.23502  1        2023-11-14T22:13:22Z",
                        "DAY   2023-11-14  3        2023-11-14T22:13:22Z",
                        "",
                        "3 letters; 1 other records on the topic");
    }

    @Test
    void exportedLetters_canBeImported() throws Exception {
        Path file = folder.resolve("letters.jsonl");
        dlq("export", "--code", "jdbc.22001", "--output", file.toString()).ends(ExitCodes.OK);
        assertThat(Files.readAllLines(file)).hasSize(2);
        dlq("export", "--output", file.toString()).ends(ExitCodes.USAGE);

        topic = topics.createUnique("imported", 2);
        assertThat(dlq("import", "--input", file.toString())
                        .ends(ExitCodes.UNCONFIRMED)
                        .err())
                .contains("2 letters would be written");
        dlq("import", "--input", folder.toString(), "--yes").ends(ExitCodes.OK);

        assertThat(topics.read(topic, 2, WITHIN))
                .extracting(record -> new String(LetterJson.write(LetterCodec.decode(record)), UTF_8))
                .containsExactly(
                        new String(LetterJson.write(tooLong), UTF_8),
                        new String(LetterJson.write(tooLongAgain), UTF_8));
        Files.writeString(file, "{\"v\":1}\n");
        assertThat(dlq("import", "--input", file.toString())
                        .ends(ExitCodes.USAGE)
                        .err())
                .contains("line 1", "field 'id' is missing");
    }

    @Test
    void keys_areThoseOfTheLedger() {
        dlq("keys").ends(ExitCodes.NOT_FOUND);
        KeyIdentity key = new KeyIdentity(1, 2);
        ledger(new KeyEntry(
                key,
                KeyState.QUARANTINED,
                OrderPolicy.PARK,
                "orders-sink",
                "public.orders",
                "orders",
                0,
                7,
                -1,
                -1,
                9,
                3,
                missing.fingerprint().value(),
                1,
                1_700_000_003_000L));

        assertThat(dlq("keys").ends(ExitCodes.OK).out().lines())
                .containsExactly(
                        "KEY                               STATE        POLICY  TARGET         FROM        THROUGH"
                                + "  LETTERS  GROUP             SINCE",
                        key + "  QUARANTINED  PARK    public.orders  orders-0@7  9        3        "
                                + missing.fingerprint() + "  2023-11-14T22:13:23Z");
        assertThat(dlq("keys", "--state", "open", "--json").out()).isEmpty();
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

    @Test
    void rebuiltLedger_knowsEveryLetter() {
        dlq("rebuild-ledger", "--yes").ends(ExitCodes.NOT_FOUND);
        ledger(entry(tooLong, LetterStatus.REPLAYED));

        assertThat(dlq("rebuild-ledger").ends(ExitCodes.UNCONFIRMED).err()).contains("2 letters are not in the ledger");
        dlq("rebuild-ledger", "--yes").ends(ExitCodes.OK);

        assertThat(dlq("rebuild-ledger").err()).contains("0 letters are not in the ledger");
        assertThat(dlq("list", "--json").out().lines()).hasSize(2);
    }

    @Test
    void clusterThatIsNotThere_isToldApartFromOtherProblems() throws Exception {
        Path config = Files.writeString(
                folder.resolve("client.properties"), "default.api.timeout.ms=1500\nrequest.timeout.ms=1000\n");

        Run.of("list", "--bootstrap-server", "127.0.0.1:1", "--topic", "t", "--command-config", config.toString())
                .ends(ExitCodes.UNREACHABLE);
        Run.of("list", "--topic", "t").ends(ExitCodes.USAGE);
        topic = "nothing-" + topic;
        dlq("list").ends(ExitCodes.NOT_FOUND);
    }
}
