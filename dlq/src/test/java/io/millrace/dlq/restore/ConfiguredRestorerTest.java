/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.Letters;
import io.millrace.dlq.letter.PayloadFidelity;
import io.millrace.dlq.letter.RecordBytes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.junit.jupiter.api.Test;

/** Letters become the records that the worker had handed over. */
class ConfiguredRestorerTest {
    private static final String JSON = "org.apache.kafka.connect.json.JsonConverter";

    private static ConfiguredRestorer restorer(boolean readsHeaders, String... settings) {
        Map<String, String> config = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            config.put(settings[i], settings[i + 1]);
        }
        return new ConfiguredRestorer(config, ConfiguredRestorerTest.class.getClassLoader(), readsHeaders);
    }

    private static ConfiguredRestorer json(String... more) {
        String[] settings = new String[6 + more.length];
        String[] converters = {"key.converter", JSON, "value.converter", JSON, "value.converter.schemas.enable", "false"
        };
        System.arraycopy(converters, 0, settings, 0, 6);
        System.arraycopy(more, 0, settings, 6, more.length);
        return restorer(false, settings);
    }

    private static DeadLetter letter(PayloadFidelity fidelity, String key, String value, Header... headers) {
        return Letters.letter(7)
                .withRecord(new RecordBytes(
                        Letters.bytes(key), value == null ? null : Letters.bytes(value), List.of(headers), fidelity));
    }

    private static DeadLetter original() {
        return letter(
                PayloadFidelity.ORIGINAL,
                "{\"schema\":{\"type\":\"int32\"},\"payload\":5}",
                "{\"id\":5}",
                new RecordHeader("trace", Letters.bytes("t-1")));
    }

    @Test
    void bytes_areConvertedAsTheConnectorsConfigurationSays_withTheOriginalCoordinates() {
        SinkRecord record = json().restore(original());

        assertThat(record.key()).isEqualTo(5);
        assertThat(record.keySchema()).isEqualTo(Schema.INT32_SCHEMA);
        assertThat(record.value()).isEqualTo(Map.of("id", 5L));
        assertThat(record.headers().lastWithName("trace").value()).isEqualTo("t-1");
        assertThat(record.topic()).isEqualTo("orders");
        assertThat(record.originalKafkaPartition()).isEqualTo(2);
        assertThat(record.originalKafkaOffset()).isEqualTo(7);
        assertThat(record.timestamp()).isEqualTo(1_700_000_000_000L);
        assertThat(record.timestampType()).isEqualTo(TimestampType.CREATE_TIME);
    }

    @Test
    void tombstone_staysOne() {
        DeadLetter tombstone =
                letter(PayloadFidelity.ORIGINAL, "{\"schema\":{\"type\":\"int32\"},\"payload\":5}", null);

        assertThat(json().restore(tombstone).value()).isNull();
    }

    @Test
    void converterOfTheWorker_isNotGuessed() {
        ConfiguredRestorer restorer = restorer(false, "value.converter", JSON);

        assertThat(restorer.problem()).contains("'key.converter'");
        assertThatThrownBy(() -> restorer.restore(original()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'key.converter' is not in the connector's configuration");
        assertThat(json().problem()).isNull();
    }

    @Test
    void pluginThatIsNotThere_isNamed() {
        assertThatThrownBy(() -> restorer(false, "key.converter", "no.such.Converter", "value.converter", JSON)
                        .restore(original()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'key.converter' names 'no.such.Converter'");
        assertThatThrownBy(() -> restorer(false, "key.converter", "java.lang.String", "value.converter", JSON)
                        .restore(original()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ClassCastException");
        assertThatThrownBy(() -> json("value.converter.plugin.version", "[1.0]").restore(original()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'value.converter.plugin.version'");
    }

    @Test
    void bytesThatCannotBeConverted_areNotQuoted() {
        DeadLetter broken = letter(
                PayloadFidelity.ORIGINAL, "{\"schema\":{\"type\":\"int32\"},\"payload\":5}", "{\"id\": \"secret");

        assertThatThrownBy(() -> json().restore(broken))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the value of orders-2@7 cannot be converted by " + JSON)
                .hasMessageNotContaining("secret");
    }

    @Test
    void transformations_areAppliedWithTheirPredicates() {
        String[] transforms = {
            "transforms", "move, skip",
            "transforms.move.type", Move.class.getName(),
            "transforms.move.to", "moved",
            "transforms.move.predicate", "early",
            "transforms.move.negate", "true",
            "transforms.skip.type", Move.class.getName(),
            "transforms.skip.to", "never",
            "transforms.skip.predicate", "early",
            "predicates", "early",
            "predicates.early.type", Early.class.getName(),
            "predicates.early.below", "7"
        };

        SinkRecord record = json(transforms).restore(original());

        assertThat(record.topic()).isEqualTo("moved");
        assertThat(record.originalTopic()).isEqualTo("orders");
    }

    @Test
    void recordThatATransformationDrops_isRefused() {
        assertThatThrownBy(() -> json(
                                "transforms", "move",
                                "transforms.move.type", Move.class.getName(),
                                "transforms.move.to", "")
                        .restore(original()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'move' drops the record");
    }

    @Test
    void recordThatWasWrittenAgain_isReadAsItWasWritten_whateverTheConverters() {
        DeadLetter again = letter(
                PayloadFidelity.RESERIALIZED,
                "{\"schema\":{\"type\":\"int64\",\"optional\":true},\"payload\":5}",
                "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"field\":\"n\",\"type\":\"int32\",\"optional\":true,"
                        + "\"default\":3}]},\"payload\":{\"n\":null}}");

        SinkRecord record = restorer(false).restore(again);

        assertThat(record.key()).isEqualTo(5L);
        assertThat(((Struct) record.value()).getWithoutDefault("n")).isNull();
        assertThatThrownBy(() -> restorer(false, "transforms", "move").restore(again))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'transforms'");
    }

    @Test
    void lettersThatLeaveOut_areRefusedWhereThatMatters() {
        assertThatThrownBy(() -> json().restore(Letters.letter(7).asReference(true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("only refers to its record");
        DeadLetter redacted = letter(PayloadFidelity.REDACTED, "{\"schema\":null,\"payload\":5}", "{\"id\":5}");
        assertThat(json().restore(redacted).key()).isEqualTo(5L);
        assertThatThrownBy(() -> restorer(true, "key.converter", JSON, "value.converter", JSON)
                        .restore(redacted))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reads headers");
    }

    /** Sends records to another topic, or drops them if that has no name. */
    public static final class Move implements Transformation<SinkRecord> {
        private String to;

        @Override
        public SinkRecord apply(SinkRecord record) {
            return to.isEmpty()
                    ? null
                    : record.newRecord(
                            to,
                            record.kafkaPartition(),
                            record.keySchema(),
                            record.key(),
                            record.valueSchema(),
                            record.value(),
                            record.timestamp());
        }

        @Override
        public ConfigDef config() {
            return new ConfigDef();
        }

        @Override
        public void configure(Map<String, ?> settings) {
            assertThat(settings).doesNotContainKeys("predicate", "negate");
            to = String.valueOf(settings.get("to"));
        }

        @Override
        public void close() {
            to = null;
        }
    }

    /** Holds for records below an offset. */
    public static final class Early implements Predicate<SinkRecord> {
        private long below;

        @Override
        public boolean test(SinkRecord record) {
            return record.kafkaOffset() < below;
        }

        @Override
        public ConfigDef config() {
            return new ConfigDef();
        }

        @Override
        public void configure(Map<String, ?> settings) {
            below = Long.parseLong(String.valueOf(settings.get("below")));
        }

        @Override
        public void close() {
            below = 0;
        }
    }
}
