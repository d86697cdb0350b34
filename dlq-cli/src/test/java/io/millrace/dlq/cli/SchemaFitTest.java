/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Judged by what Connect's own converter writes. */
class SchemaFitTest {
    private static final Schema SCHEMA = SchemaBuilder.struct()
            .field("tiny", Schema.INT8_SCHEMA)
            .field("small", Schema.INT16_SCHEMA)
            .field("number", Schema.INT32_SCHEMA)
            .field("big", Schema.INT64_SCHEMA)
            .field("ratio", Schema.FLOAT64_SCHEMA)
            .field("flag", Schema.BOOLEAN_SCHEMA)
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .field("price", Decimal.schema(2))
            .field("tags", SchemaBuilder.array(Schema.STRING_SCHEMA).build())
            .field(
                    "counts",
                    SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA).build())
            .field(
                    "pairs",
                    SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.INT32_SCHEMA).build())
            .build();

    private static JsonNode written() throws Exception {
        Struct value = new Struct(SCHEMA)
                .put("tiny", (byte) -128)
                .put("small", (short) 32_767)
                .put("number", 1)
                .put("big", Long.MAX_VALUE)
                .put("ratio", 0.5)
                .put("flag", true)
                .put("price", new BigDecimal("12.30"))
                .put("tags", List.of("a"))
                .put("counts", Map.of("x", 1))
                .put("pairs", Map.of(1, 2));
        try (JsonConverter converter = new JsonConverter()) {
            converter.configure(Map.of("schemas.enable", "true"), false);
            return Decoding.MAPPER.readTree(converter.fromConnectData("t", SCHEMA, value));
        }
    }

    private static String fault(JsonNode tree) {
        return SchemaFit.fault(tree.path("schema"), tree.path("payload"), "payload");
    }

    @Test
    void whatTheConverterWrites_fits() throws Exception {
        assertThat(fault(written())).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "payload.tiny=128|payload.tiny is not of type int8",
                "payload.small=-32769|payload.small is not of type int16",
                "payload.number=2147483648|payload.number is not of type int32",
                "payload.big=9223372036854775808|payload.big is not of type int64",
                "payload.big=1.5|payload.big is not of type int64",
                "payload.ratio=x|payload.ratio is not of type double",
                "payload.flag=1|payload.flag is not of type boolean",
                "payload.note=7|payload.note is not of type string",
                "payload.price=true|payload.price is not of type bytes",
                "payload.price=null|payload.price must have a value, of type bytes",
                "payload.tags=[1]|payload.tags[] is not of type string",
                "payload.tags={}|payload.tags is not of type array",
                "payload.counts={\"x\":\"y\"}|payload.counts[] is not of type int32",
                "payload.counts=[]|payload.counts is not of type map",
                "payload.pairs=[[1,\"y\"]]|payload.pairs[] is not of type int32",
                "payload.other=1|payload.other is not in the schema, and would be left out"
            })
    void whatWouldBecomeSomethingElse_isNamedWithItsType(String change, String fault) throws Exception {
        Transformation transformation = new Transformation();
        transformation.settings.add(change);

        byte[] changed = transformation.apply(written().toString().getBytes(StandardCharsets.UTF_8));

        assertThat(fault(tree(changed))).isEqualTo(fault);
    }

    private static JsonNode tree(byte[] bytes) throws JsonProcessingException {
        return Decoding.MAPPER.readTree(new String(bytes, StandardCharsets.UTF_8));
    }

    @Test
    void whatMayBeLeftOut_fits() throws Exception {
        Transformation transformation = new Transformation();
        transformation.removals.add("payload.note");
        transformation.settings.add("payload.price=12.31");

        assertThat(fault(tree(transformation.apply(written().toString().getBytes(StandardCharsets.UTF_8)))))
                .isNull();
    }
}
