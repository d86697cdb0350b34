/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sink.config.NameTemplate;
import io.millrace.sink.decode.DecodeSettings;
import io.millrace.sink.decode.Destinations;
import io.millrace.sink.decode.EventDecoder;
import io.millrace.sink.decode.FieldSelection;
import io.millrace.sink.decode.KeySource;
import io.millrace.sink.decode.Routing;
import io.millrace.sink.decode.TopicSettings;
import io.millrace.sink.record.Decoded;
import io.millrace.sink.record.Destination;
import io.millrace.sink.record.Folding;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.record.Undecodable;
import io.millrace.sink.record.Upsert;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** Names out of records: the same instance for the same name, whatever comes between, and no more of them than are in use. */
class RoutingTest {
    private final SourcePartition source = new SourcePartition(new TopicPartition("t", 0), 1);
    private final Destinations destinations = new Destinations("audit", Folding.NONE, null);
    private final Map<String, EventDecoder> decoders = new HashMap<>();
    private long offset;

    private Decoded decode(String template, Map<String, ?> value) {
        EventDecoder decoder = decoders.computeIfAbsent(template, text -> {
            NameTemplate names = new NameTemplate(text, Pattern.compile("(.*)"));
            return new EventDecoder(new DecodeSettings(
                    "unavailable",
                    true,
                    false,
                    topic -> new TopicSettings(
                            new Routing(names.parts(topic), "./", destinations),
                            KeySource.NONE,
                            List.of(),
                            false,
                            FieldSelection.ALL,
                            true,
                            false)));
        });
        return decoder.decode(new SinkRecord("t", 0, null, null, null, value, offset++), source);
    }

    private Destination destination(String template, Map<String, ?> value) {
        return ((Upsert) decode(template, value)).destination();
    }

    @Test
    void sameName_sameInstance() {
        for (String template : List.of("x_${value.a}", "x_${value.a}_${value.b}", "x")) {
            Destination first = destination(template, Map.of("a", "p", "b", 1));
            assertThat(first.override()).isEqualTo("audit");
            assertThat(first.folding()).isEqualTo(Folding.NONE);
            destination(template, Map.of("a", "q", "b", 1));
            destination(template, Map.of("a", "p", "b", 2));
            assertThat(destination(template, Map.of("a", "p", "b", 1))).isSameAs(first);
        }
    }

    @Test
    void templatesThatMakeTheSameName_shareTheInstance() {
        assertThat(destination("x_${value.a}", Map.of("a", "p"))).isSameAs(destination("x_p", Map.of("a", "q")));
    }

    @Test
    void numberAndText_areTheirText() {
        assertThat(destination("${1}-${value.a}-${value.b}", Map.of("a", 7L, "b", true))
                        .name())
                .isEqualTo("t-7-true");
    }

    @Test
    void separatorInAValue_isRefused() {
        assertThat(decode("${value.a}", Map.of("a", "x/y"))).isInstanceOf(Undecodable.class);
        assertThat(destination("a/b.${value.a}", Map.of("a", "x-y")).name()).isEqualTo("a/b.x-y");
    }

    @Test
    void afterARecordThatDoesNotSay_theNextGoesWhereItSays() {
        Destination first = destination("${value.a}", Map.of("a", "x"));
        assertThat(decode("${value.a}", Map.of("b", "x"))).isInstanceOf(Undecodable.class);
        assertThat(destination("${value.a}", Map.of("a", "y")).name()).isEqualTo("y");
        assertThat(destination("${value.a}", Map.of("a", "x"))).isSameAs(first);
    }

    @Test
    void secondOfTwoFieldsMissing_isNotTakenForTheLastOne() {
        destination("${value.a}${value.b}", Map.of("a", "x", "b", "1"));
        assertThat(decode("${value.a}${value.b}", Map.of("a", "y"))).isInstanceOf(Undecodable.class);
        assertThat(destination("${value.a}${value.b}", Map.of("a", "y", "b", "1"))
                        .name())
                .isEqualTo("y1");
    }

    @Test
    void manyNames_areAllRight() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 25_000; i++) {
                assertThat(destination("n${value.a}", Map.of("a", i)).name()).isEqualTo("n" + i);
            }
        }
    }
}
