/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.subject;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmarks.endtoend.event.Form;
import io.millrace.benchmarks.endtoend.rig.Rig.Place;
import io.millrace.jdbc.JdbcSinkConnector;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConnectorConfigTest {
    private static final Place PLACE = new Place(
            "jdbc:postgresql://127.0.0.1:1/none", "user", "password", "http://127.0.0.1:2", "http://127.0.0.1:2/apis");
    private static final List<Subject> OURS = List.of(
            Subjects.MILLRACE,
            Subjects.MILLRACE_RAW,
            Subjects.MILLRACE_BEST.with("lanes2", "lanes", "2"),
            Subjects.MILLRACE_RAW_BEST);

    /** The database does not answer here, which validation may say of its address; anything else would be a mistake. */
    @ParameterizedTest
    @EnumSource
    void ours_isAccepted_inEveryForm(Form form) {
        for (Subject subject : OURS) {
            Map<String, String> config = ConnectorConfig.of(subject, "topic", form, "table", PLACE);

            assertThat(new JdbcSinkConnector()
                            .validate(config).configValues().stream()
                                    .filter(value -> !value.name().equals("connection.url"))
                                    .flatMap(value -> value.errorMessages().stream()))
                    .as("%s, %s", subject.id(), form)
                    .isEmpty();
            assertThat(new JdbcSinkConnector().config().names())
                    .as("known keys, %s", subject.id())
                    .containsAll(config.keySet().stream()
                            .filter(key -> !key.matches("(connector|key|value|header|consumer|topics|tasks).*"))
                            .toList());
        }
    }

    @Test
    void rawMode_leavesBytesAlone_andNamesTheRegistryForAvroOnly() {
        Map<String, String> avro =
                ConnectorConfig.of(Subjects.MILLRACE_RAW, "topic", Form.DEBEZIUM_AVRO, "table", PLACE);

        assertThat(avro).containsEntry("schema.registry.url", PLACE.registryUrl());
        assertThat(avro.entrySet().stream().filter(each -> each.getKey().endsWith(".converter")))
                .hasSize(3)
                .allMatch(each -> each.getValue().endsWith("ByteArrayConverter"));
        assertThat(ConnectorConfig.of(Subjects.MILLRACE_RAW, "topic", Form.DEBEZIUM_JSON, "table", PLACE))
                .doesNotContainKey("schema.registry.url");
    }

    @Test
    void errorsWouldShow() {
        Map<String, String> config = ConnectorConfig.of(
                Subjects.MILLRACE.with("lanes0", "lanes", "0"), "topic", Form.FLAT_JSON, "table", PLACE);

        assertThat(new JdbcSinkConnector().validate(config).configValues())
                .filteredOn(value -> value.name().equals("lanes"))
                .flatExtracting(ConfigValue::errorMessages)
                .isNotEmpty();
    }
}
