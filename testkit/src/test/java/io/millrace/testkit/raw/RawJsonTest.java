/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.raw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dlq.Failure;
import io.millrace.sink.decode.DecodeFormat;
import io.millrace.sink.decode.KeySource;
import io.millrace.sink.decode.TopicSettings;
import io.millrace.sink.record.Decoded;
import io.millrace.sink.record.Delete;
import io.millrace.sink.record.Row;
import io.millrace.sink.record.Skipped;
import io.millrace.sink.record.Undecodable;
import io.millrace.sink.record.Upsert;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What JSON decoded here becomes where it is broken, or where Connect's converter would change it. */
class RawJsonTest {
    private static final String SCHEMA = "{\"type\":\"struct\",\"fields\":["
            + "{\"type\":\"int64\",\"optional\":false,\"field\":\"id\"},"
            + "{\"type\":\"int8\",\"optional\":true,\"field\":\"tiny\"},"
            + "{\"type\":\"int32\",\"optional\":true,\"field\":\"n\"},"
            + "{\"type\":\"double\",\"optional\":true,\"field\":\"d\"},"
            + "{\"type\":\"boolean\",\"optional\":true,\"field\":\"b\"},"
            + "{\"type\":\"string\",\"optional\":true,\"default\":\"x\",\"field\":\"s\"},"
            + "{\"type\":\"bytes\",\"optional\":true,\"field\":\"y\"},"
            + "{\"type\":\"bytes\",\"optional\":true,\"name\":\"org.apache.kafka.connect.data.Decimal\","
            + "\"parameters\":{\"scale\":\"2\"},\"field\":\"dec\"},"
            + "{\"type\":\"array\",\"items\":{\"type\":\"int32\",\"optional\":false},\"optional\":true,\"field\":\"l\"}"
            + "],\"optional\":false,\"name\":\"r.Value\"}";

    private final Decoders flat = new Decoders(true, DecodeFormat.AUTO, RawJsonTest::byValue);

    private static TopicSettings byValue(TopicSettings settings) {
        return new TopicSettings(
                settings.routing(), KeySource.RECORD_VALUE, List.of("id"), true, settings.fields(), true, true);
    }

    private Decoded payload(String payload) {
        return flat.raw(null, document(payload), 0);
    }

    private static byte[] document(String payload) {
        return ("{\"schema\":" + SCHEMA + ",\"payload\":" + payload + "}").getBytes(UTF_8);
    }

    private static Row row(Decoded decoded) {
        assertThat(decoded).isInstanceOf(Upsert.class);
        return ((Upsert) decoded).row();
    }

    private static Failure rejected(Decoded decoded) {
        assertThat(decoded).isInstanceOf(Undecodable.class);
        Failure failure = ((Undecodable) decoded).failure();
        assertThat(failure).isInstanceOf(Failure.Rejected.class);
        return failure;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"id\":\"secret\"}|decode.wrong-type|field 'id': the schema says INT64, but there is a JSON string",
                "{\"id\":1.5}|decode.wrong-type|field 'id': the schema says INT64, but there is a JSON number that is not whole",
                "{\"id\":9223372036854775808}|decode.wrong-type|a JSON number that is not whole or does not fit",
                "{\"id\":1,\"tiny\":128}|decode.wrong-type|field 'tiny': the schema says INT8, but there is a JSON number that does not fit",
                "{\"id\":1,\"n\":1e99}|decode.wrong-type|field 'n'",
                "{\"id\":1,\"n\":true}|decode.wrong-type|there is a JSON boolean",
                "{\"id\":1,\"d\":\"secret\"}|decode.wrong-type|field 'd'",
                "{\"id\":1,\"b\":0}|decode.wrong-type|field 'b'",
                "{\"id\":1,\"s\":{}}|decode.wrong-type|there is a JSON object",
                "{\"id\":1,\"y\":\"sec*ret\"}|decode.wrong-type|a JSON string that is not base64",
                "{\"id\":1,\"dec\":\"sec*\"}|decode.wrong-type|a JSON string that is not base64",
                "{\"id\":1,\"dec\":[]}|decode.wrong-type|there is a JSON array",
                "{\"id\":1,\"l\":[1,\"secret\"]}|decode.wrong-type|field 'l': the schema says INT32",
                "{\"id\":1,\"l\":[null]}|decode.null-required|field 'l'",
                "{\"id\":null}|decode.null-required|field 'id': there is no value",
                "{\"n\":1}|decode.null-required|field 'id': there is no value",
                "[1]|decode.wrong-type|no JSON object",
                "{\"id\":1,|decode.bad-json|broken JSON at byte",
                "{\"id\":secret}|decode.bad-json|broken JSON at byte",
                "{\"id\":1}}|decode.bad-json|",
                "{\"id\":1},\"secret\":{}|decode.no-row|"
            })
    void payloadThatDoesNotFit_isTheRecordsFault(String payload, String code, String message) {
        Decoded first = flat.raw(null, document("{\"id\":1}"), 0);
        assertThat(first).isInstanceOf(Upsert.class);
        if (code.equals("decode.no-row")) {
            // Three fields are no envelope of schema and payload: a record without schema and without the key.
            assertThat(payload(payload)).isInstanceOf(Undecodable.class);
            return;
        }
        Failure failure = rejected(payload(payload));
        assertThat(failure.code()).hasToString(code);
        assertThat(failure.message()).contains(message == null ? "" : message).doesNotContain("secret");
        assertThat(failure.cause()).isNull();
        assertThat(payload("{\"id\":1}")).as("the next record").isInstanceOf(Upsert.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "secret", "{", "{\"a\":", "\"text", "{\"a\":1} x", "[1", "nul"})
    void bytesThatAreNoJson_areTheRecordsFault(String text) {
        for (DecodeFormat format : List.of(DecodeFormat.AUTO, DecodeFormat.JSON, DecodeFormat.JSON_WITH_SCHEMA)) {
            Decoders decoders = new Decoders(true, format, RawJsonTest::byValue);
            Failure failure = rejected(decoders.raw(null, text.getBytes(UTF_8), 0));
            assertThat(failure.message()).doesNotContain("secret");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "secret", "{\"schema\":{\"type\":\"secret\"},\"payload\":1}"})
    void keyThatIsNoJson_isTheRecordsFault(String key) {
        Decoders decoders = new Decoders(true, DecodeFormat.AUTO, settings -> settings);
        Failure failure = rejected(decoders.raw(key.getBytes(UTF_8), document("{\"id\":1}"), 0));
        assertThat(failure.message()).startsWith("the record's key: ").doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"type\":\"struct\"}",
                "{\"type\":\"struct\",\"fields\":[{\"type\":\"int32\"}]}",
                "{\"type\":\"array\"}",
                "{\"type\":\"bytes\",\"parameters\":{\"scale\":2}}",
                "{\"type\":\"struct\",\"fields\":[{\"type\":\"int32\",\"field\":\"a\"},{\"type\":\"int32\",\"field\":\"a\"}]}"
            })
    void schemaThatIsNone_isTheRecordsFault(String schema) {
        byte[] document = ("{\"schema\":" + schema + ",\"payload\":{\"a\":1}}").getBytes(UTF_8);
        assertThat(rejected(flat.raw(null, document, 0)).code()).hasToString("decode.bad-schema");
    }

    @Test
    void noSchema_whereOneIsExpected_isTheRecordsFault() {
        Decoders decoders = new Decoders(true, DecodeFormat.JSON_WITH_SCHEMA, RawJsonTest::byValue);
        Failure failure = rejected(decoders.raw(null, "{\"id\":1}".getBytes(UTF_8), 0));
        assertThat(failure.code()).hasToString("decode.no-schema");
    }

    @Test
    void schemaInside_whereNoneIsExpected_saysWhatToSet() {
        Decoders decoders = new Decoders(true, DecodeFormat.JSON, RawJsonTest::byValue);
        Undecodable decoded = (Undecodable) decoders.raw(null, document("{\"id\":1}"), 0);
        assertThat(decoded.failure()).isInstanceOf(Failure.Systemic.class);
        assertThat(decoded.failure().message()).contains("'decode.format'");
    }

    /** JsonConverter makes 0 of these. */
    @Test
    void notANumberAndInfinities_areThemselves() {
        assertThat(row(payload("{\"id\":1,\"d\":\"NaN\"}")).doubleAt(3)).isNaN();
        assertThat(row(payload("{\"id\":1,\"d\":\"-Infinity\"}")).doubleAt(3)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(row(payload("{\"id\":1,\"d\":\"Infinity\"}")).doubleAt(3)).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void wholeNumberWrittenAsFraction_isThatNumber() {
        Row row = row(payload("{\"id\":1.0,\"n\":2e3,\"dec\":12.5}"));
        assertThat(row.longAt(0)).isEqualTo(1);
        assertThat(row.longAt(2)).isEqualTo(2_000);
        assertThat(row.decimalAt(7)).isEqualTo(new BigDecimal("12.5"));
    }

    @Test
    void missingOrNullField_isNullWhateverItsDefault() {
        Row row = row(payload("{\"id\":1,\"s\":null}"));
        for (int i = 1; i < row.shape().size(); i++) {
            assertThat(row.isNull(i)).isTrue();
            assertThat(row.objectAt(i)).isNull();
        }
        assertThat(row.isPartial()).isFalse();
    }

    @Test
    void fieldTwice_theLastOneCounts() {
        Row row = row(payload("{\"id\":1,\"n\":5,\"n\":null,\"id\":2}"));
        assertThat(row.longAt(0)).isEqualTo(2);
        assertThat(row.isNull(2)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "1,1",
        "9223372036854775807,9223372036854775807",
        "-1.5,-1.5",
        "0.1,0.1",
        "1e3,1000.0",
        "0.30000000000000004,0.30000000000000004",
        "1.7976931348623157E308,1.7976931348623157E308"
    })
    void numberWithoutSchema_isWhatTheConverterMakesOfIt(String json, String expected) {
        Object value = schemaless("{\"id\":1,\"v\":" + json + "}");
        assertThat(value)
                .isEqualTo(expected.contains(".") ? (Object) Double.valueOf(expected) : Long.valueOf(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9223372036854775808",
                "123456789012345678901234567890",
                "0.1234567890123456789",
                "1234567890.123456789",
                "1e400",
                "4.9e-330"
            })
    void numberWithoutSchema_thatWouldLoseDigits_keepsThem(String json) {
        Object value = schemaless("{\"id\":1,\"v\":" + json + "}");
        BigDecimal exact = value instanceof BigInteger integer ? new BigDecimal(integer) : (BigDecimal) value;
        assertThat(exact).isEqualByComparingTo(json);
    }

    private static Object schemaless(String value) {
        Decoders decoders = new Decoders(false, DecodeFormat.JSON, RawJsonTest::byValue);
        Row row = row(decoders.raw(null, value.getBytes(UTF_8), 0));
        return Objects.requireNonNull(row.objectAt(row.shape().position("v")));
    }

    @Test
    void nullPayload_isATombstone() {
        Decoders decoders = new Decoders(true, DecodeFormat.AUTO, settings -> settings);
        byte[] key = "{\"schema\":{\"type\":\"int64\"},\"payload\":7}".getBytes(UTF_8);
        for (String value : List.of("{\"schema\":{\"type\":\"int64\",\"optional\":true},\"payload\":null}", "null")) {
            assertThat(decoders.raw(key, value.getBytes(UTF_8), 0)).isInstanceOf(Delete.class);
        }
        assertThat(decoders.raw(key, null, 1)).isInstanceOf(Delete.class);
        assertThat(decoders.raw("null".getBytes(UTF_8), null, 2)).isEqualTo(Skipped.TOMBSTONE_WITHOUT_KEY);
    }

    /** A topic with more schemas than are kept: each is read again, and rows are still of the same shape. */
    @Test
    void manySchemas_areAllRead() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 600; i++) {
                byte[] document = document("{\"id\":" + i + "}");
                String other = new String(document, UTF_8).replace("r.Value", "r.Value" + i);
                Row row = row(flat.raw(null, other.getBytes(UTF_8), 0));
                assertThat(row.longAt(0)).isEqualTo(i);
                assertThat(row.shape().name()).isEqualTo("r.Value" + i);
            }
        }
    }

    @Test
    void schemaThatOnlyBeginsAsAKnownOne_isAnother() {
        Row first = row(payload("{\"id\":1,\"n\":3}"));
        String other = new String(document("{\"id\":1,\"n\":3}"), UTF_8).replace("\"field\":\"n\"", "\"field\":\"m\"");
        Row second = row(flat.raw(null, other.getBytes(UTF_8), 1));
        assertThat(first.shape().position("n")).isEqualTo(2);
        assertThat(second.shape().position("n")).isNegative();
        assertThat(row(payload("{\"id\":1,\"n\":3}")).shape()).isSameAs(first.shape());
    }
}
