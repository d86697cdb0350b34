/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.PayloadFidelity;
import io.millrace.dlq.letter.RecordBytes;
import io.millrace.testkit.letters.FailedRecords;
import io.millrace.testkit.registry.RegistryStub;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

/** Letters of records in Avro, whose schemas are in a registry. */
class AvroIT extends LettersOnTopic {
    private static final String SCHEMA =
            """
            {"type": "record", "name": "Order", "fields": [
              {"name": "id", "type": "long"},
              {"name": "note", "type": ["null", "string"]},
              {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 10, "scale": 2}},
              {"name": "state", "type": {"type": "enum", "name": "State", "symbols": ["NEW", "PAID"]}},
              {"name": "photo", "type": {"type": "fixed", "name": "Photo", "size": 2}},
              {"name": "raw", "type": "bytes"},
              {"name": "tags", "type": {"type": "array", "items": "string"}},
              {"name": "counts", "type": {"type": "map", "values": "int"}},
              {"name": "gift", "type": "boolean"},
              {"name": "before", "type": ["null", "Order"]}]}
            """;

    private static byte[] order(int schemaId) throws IOException {
        Schema schema = new Schema.Parser().parse(SCHEMA);
        GenericData.Record record = new GenericRecordBuilder(schema)
                .set("id", 7L)
                .set("note", "Grüße")
                .set(
                        "price",
                        ByteBuffer.wrap(new BigDecimal("12.30").unscaledValue().toByteArray()))
                .set(
                        "state",
                        new GenericData.EnumSymbol(schema.getField("state").schema(), "PAID"))
                .set("photo", new GenericData.Fixed(schema.getField("photo").schema(), new byte[] {1, -1}))
                .set("raw", ByteBuffer.wrap(new byte[] {0, 16}))
                .set("tags", List.of("a", "b"))
                .set("counts", Map.of("x", 3))
                .set("gift", true)
                .set("before", null)
                .build();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream header = new DataOutputStream(bytes);
        header.writeByte(0);
        header.writeInt(schemaId);
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<>(schema).write(record, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    private String sent(long offset, byte[] value) {
        DeadLetter letter = FailedRecords.letter(FailedRecords.failed(offset));
        send(letter.withRecord(new RecordBytes(null, value, List.of(), PayloadFidelity.ORIGINAL)));
        return letter.id().value();
    }

    @Test
    void values_areShownAsJson() throws IOException {
        try (RegistryStub registry = new RegistryStub()) {
            String id = sent(20, order(registry.register(SCHEMA)));
            String url = registry.url().toString();

            String shown = dlq("show", id, "--decode", "avro", "--schema-registry", url)
                    .ends(ExitCodes.OK)
                    .out();
            assertThat(shown)
                    .contains(
                            "\"id\" : 7,",
                            "\"note\" : \"Grüße\",",
                            "\"price\" : 12.30,",
                            "\"state\" : \"PAID\",",
                            "\"photo\" : \"01ff\",",
                            "\"raw\" : \"0010\",",
                            "\"tags\" : [ \"a\", \"b\" ],",
                            "\"x\" : 3",
                            "\"gift\" : true,",
                            "\"before\" : null");
            assertThat(dlq("show", id, "--schema-registry", url).out()).isEqualTo(shown);
            // Without a registry, nothing is said that is not known.
            assertThat(dlq("show", id).ends(ExitCodes.OK).out())
                    .contains("value (")
                    .doesNotContain("\"note\"");
        }
    }

    @Test
    void registryWithALogin_isAskedWithIt() throws IOException {
        try (RegistryStub registry = new RegistryStub()) {
            String id = sent(21, order(registry.register(SCHEMA)));
            registry.demand("Basic YWRhOnNlY3JldA==");
            assertThat(dlq("show", id, "--schema-registry", registry.url().toString())
                            .ends(ExitCodes.UNREACHABLE)
                            .err())
                    .contains("answers with status 401");
            Path config = Files.writeString(
                    folder.resolve("client.properties"),
                    "schema.registry.url=" + registry.url() + "\nschema.registry.basic.auth.user.info=ada:secret\n");
            assertThat(dlq("show", id, "--command-config", config.toString())
                            .ends(ExitCodes.OK)
                            .out())
                    .contains("\"price\" : 12.30");
        }
    }

    @Test
    void whatCannotBeDecoded_isToldApart() throws IOException {
        try (RegistryStub registry = new RegistryStub()) {
            String url = registry.url().toString();
            String id = sent(22, order(17));
            assertThat(dlq("show", id, "--decode", "avro").ends(ExitCodes.USAGE).err())
                    .contains("--schema-registry");
            assertThat(dlq("show", id, "--schema-registry", url)
                            .ends(ExitCodes.NOT_FOUND)
                            .err())
                    .contains("/schemas/ids/17: the registry has no such schema");
            assertThat(dlq("show", missing.id().value(), "--decode", "avro", "--schema-registry", url)
                            .ends(ExitCodes.USAGE)
                            .err())
                    .contains("no Avro in a registry's wire format");
            int number = registry.register("\"string\"");
            String broken = sent(23, new byte[] {0, 0, 0, 0, (byte) number, 99, 'x'});
            assertThat(dlq("show", broken, "--schema-registry", url)
                            .ends(ExitCodes.USAGE)
                            .err())
                    .contains("the bytes are not what schema " + number + " says");
        }
    }
}
