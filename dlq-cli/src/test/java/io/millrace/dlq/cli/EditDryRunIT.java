/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dlq.control.ControlTopics;
import io.millrace.dlq.control.LetterStatus;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.PayloadFidelity;
import io.millrace.dlq.letter.RecordBytes;
import io.millrace.testkit.letters.FailedRecords;
import io.millrace.testkit.registry.RegistryStub;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an edit would make of letters, told against a real cluster on which nothing is written. */
class EditDryRunIT extends LettersOnTopic {
    private static final String STRICT =
            "\"schema\":{\"type\":\"struct\",\"fields\":[{\"field\":\"id\",\"type\":\"int64\",\"optional\":false}]}";

    private Map<TopicPartition, Long> ledgerEnds = Map.of();

    @BeforeEach
    void connectorHasRun() {
        topics.create(ControlTopics.of(topic).commands(), 1, Map.of());
        ledger(
                entry(tooLong, LetterStatus.OPEN),
                entry(tooLongAgain, LetterStatus.OPEN),
                entry(missing, LetterStatus.OPEN));
        ledgerEnds = topics.nextOffsets(ControlTopics.of(topic).ledger());
    }

    @AfterEach
    void nothingWasWritten() {
        assertThat(topics.nextOffsets(ControlTopics.of(topic).commands()).values())
                .containsOnly(0L);
        assertThat(topics.nextOffsets(ControlTopics.of(topic).ledger())).isEqualTo(ledgerEnds);
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    private String sent(long offset, byte[] value, PayloadFidelity fidelity) {
        DeadLetter letter = FailedRecords.letter(FailedRecords.failed(offset));
        send(letter.withRecord(new RecordBytes(null, value, List.of(), fidelity)));
        ledger(entry(letter, LetterStatus.OPEN));
        ledgerEnds = topics.nextOffsets(ControlTopics.of(topic).ledger());
        return letter.id().value();
    }

    @Test
    void transform_isShownLetterByLetter() {
        String[] meant = {"transform", "--all", "--rename", "email=mail", "--dry-run"};

        Run run = dlq(meant).ends(ExitCodes.OK);

        assertThat(run.out().lines()).hasSize(4).anySatisfy(line -> assertThat(line)
                .startsWith(missing.id().value().substring(0, 12))
                .contains("orders-0@7", "value", "YES", "JSON as the letter's own")
                .endsWith("{\"id\":7,\"price\":10.10,\"mail\":null}"));
        assertThat(run.out().lines().filter(line -> line.contains("none of the fields")))
                .hasSize(2);
        assertThat(run.err()).contains("1 letters would change, of which 0 could not be read; 2 stay as they are");
        List<String> json = Run.of(onTopic(meant[0], meant[1], meant[2], meant[3], meant[4], "--json"))
                .ends(ExitCodes.OK)
                .out()
                .lines()
                .toList();
        assertThat(json).hasSize(3).anySatisfy(line -> assertThat(line)
                .startsWith("{\"letter\":\"" + missing.id() + "\",\"topic\":\"orders\",\"partition\":0,\"offset\":7,")
                .contains(
                        "\"changes\":true,\"value\":{\"text\":\"{\\\"id\\\":7,",
                        "\"as\":\"JSON\",\"readable\":\"YES\""));
        assertThat(json.stream().filter(line -> line.endsWith("\"changes\":false}")))
                .hasSize(2);
    }

    @Test
    void edit_tellsWhatCannotBeRead() throws IOException {
        String id = missing.id().value();

        Run broken =
                dlq("edit", id, "--value-file", file("v", "{\"id\":7"), "--key-file", file("k", "k7"), "--dry-run");
        assertThat(broken.ends(ExitCodes.OK).out().lines().toList())
                .satisfiesExactly(
                        heading -> assertThat(heading).startsWith("LETTER"),
                        key -> assertThat(key)
                                .contains("key", "UNKNOWN", "only the connector's converter")
                                .endsWith("k7"),
                        value -> assertThat(value).contains("value", "NO", "text", "the letter's own is JSON"));
        assertThat(broken.err()).contains("1 letters would change, of which 1 could not be read");
        assertThat(dlq("edit", id, "--tombstone", "--dry-run", "--json")
                        .ends(ExitCodes.OK)
                        .out())
                .contains("\"value\":{\"as\":\"NONE\",\"readable\":\"YES\",\"why\":\"a tombstone");
    }

    @Test
    void schemaAndPayload_mustFit() throws IOException {
        String id = sent(20, ("{" + STRICT + ",\"payload\":{\"id\":1}}").getBytes(UTF_8), PayloadFidelity.RESERIALIZED);

        assertThat(dlq("transform", id, "--set", "payload.id=2", "--dry-run").out())
                .contains("YES", "JSON with a schema as the letter's own");
        assertThat(dlq("transform", id, "--set", "payload.id=two", "--dry-run").out())
                .contains("NO", "payload.id is not of type int64");
        assertThat(dlq("transform", id, "--rename", "payload.id=number", "--dry-run")
                        .out())
                .contains("NO", "schema and payload do not fit");
        assertThat(dlq("edit", id, "--value-file", file("v", "{\"id\":2}"), "--dry-run")
                        .out())
                .contains("NO", "are read as JSON with a schema");
    }

    @Test
    void avro_isReadByItsSchema() throws IOException {
        try (RegistryStub registry = new RegistryStub()) {
            byte number = (byte) registry.register("\"string\"");
            String url = registry.url().toString();
            String id = sent(21, new byte[] {0, 0, 0, 0, number, 2, 'x'}, PayloadFidelity.ORIGINAL);
            String whole = folder.resolve("whole").toString();
            Files.write(folder.resolve("whole"), new byte[] {0, 0, 0, 0, number, 4, 'y', 'z'});
            Files.write(folder.resolve("longer"), new byte[] {0, 0, 0, 0, number, 2, 'y', 'z'});
            Files.write(folder.resolve("other"), new byte[] {0, 0, 0, 0, 99, 2, 'y'});

            assertThat(dlq("edit", id, "--value-file", whole, "--dry-run").out())
                    .contains("UNKNOWN", "Avro", "give --schema-registry");
            assertThat(dlq("edit", id, "--value-file", whole, "--dry-run", "--schema-registry", url)
                            .out())
                    .contains("YES", "\"yz\"");
            assertThat(dlq(
                                    "edit",
                                    id,
                                    "--value-file",
                                    folder.resolve("longer").toString(),
                                    "--dry-run",
                                    "--schema-registry",
                                    url)
                            .out())
                    .contains("NO", "something behind the value");
            assertThat(dlq(
                                    "edit",
                                    id,
                                    "--value-file",
                                    folder.resolve("other").toString(),
                                    "--dry-run",
                                    "--schema-registry",
                                    url)
                            .ends(ExitCodes.OK)
                            .out())
                    .contains("UNKNOWN", "the registry has no such schema");
            dlq("edit", id, "--value-file", whole, "--dry-run", "--schema-registry", "http://127.0.0.1:1")
                    .ends(ExitCodes.UNREACHABLE);
        }
    }

    @Test
    void dryRun_goesWithNothingThatWrites() {
        String[] meant = {"transform", "--all", "--set", "email=none", "--dry-run"};
        assertThat(Run.of(onTopic(meant[0], meant[1], meant[2], meant[3], meant[4], "--replay"))
                        .ends(ExitCodes.USAGE)
                        .err())
                .contains("do not exist before others have been edited", "'dlq replay ID --dry-run'");
        assertThat(dlq("edit", missing.id().value(), "--tombstone", "--dry-run", "--yes")
                        .ends(ExitCodes.USAGE)
                        .err())
                .contains("--dry-run writes nothing");
    }
}
