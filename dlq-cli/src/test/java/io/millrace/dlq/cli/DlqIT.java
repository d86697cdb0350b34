/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dlq.FailedRecord;
import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureCode;
import io.millrace.dlq.Stage;
import io.millrace.dlq.control.KeyEntry;
import io.millrace.dlq.control.KeyIdentity;
import io.millrace.dlq.control.KeyState;
import io.millrace.dlq.control.LetterStatus;
import io.millrace.dlq.control.OrderPolicy;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.LetterCodec;
import io.millrace.dlq.letter.LetterJson;
import io.millrace.dlq.letter.LetterWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** Commands that look, against a real cluster. */
class DlqIT extends LettersOnTopic {
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
    void letterThatOnlyRefersToItsRecord_isShownWithIt() {
        String source = topics.createUnique("source", 1);
        topics.produce(List.of(new ProducerRecord<>(source, 0, "k".getBytes(UTF_8), "{\"a\":1}".getBytes(UTF_8))));
        DeadLetter kept = reference(source, 0);
        DeadLetter gone = reference(source, 1);
        send(kept);
        send(gone);

        assertThat(dlq("show", kept.id().value()).ends(ExitCodes.OK).out())
                .contains("payload       reference", "fetched from  " + source + "-0@0", "\"a\" : 1");
        assertThat(dlq("show", gone.id().value()).ends(ExitCodes.OK).out()).contains("nowhere", "value\nnull");
    }

    private static DeadLetter reference(String source, long offset) {
        SinkRecord record = new SinkRecord(source, 0, null, null, null, "v", offset);
        Failure failure = new Failure.Rejected(new FailureCode("jdbc.22001"), "too long", null);
        return new LetterWriter("c", 0, "v")
                .write(new FailedRecord(record, Stage.WRITE, failure, "UPSERT", "t", 1, 1L, 2L))
                .asReference(false);
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
                .as("the letters themselves count, and none is open")
                .hasSize(1);
        ledger(entry(missing, LetterStatus.OPEN, key));

        assertThat(dlq("keys").ends(ExitCodes.OK).out().lines())
                .containsExactly(
                        "KEY                               STATE        POLICY  TARGET         FROM        THROUGH"
                                + "  LETTERS  GROUP             SINCE",
                        key + "  QUARANTINED  PARK    public.orders  orders-0@7  9        1        "
                                + missing.fingerprint() + "  2023-11-14T22:13:23Z");
        assertThat(dlq("keys", "--state", "open", "--json").out()).isEmpty();
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
