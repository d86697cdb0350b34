/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.dlq.FailureClass;
import io.millrace.sink.spi.Outcome;
import io.millrace.sink.wire.WireBuffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class BulkReplyTest {
    private final BulkReply replies = new BulkReply(new BulkFailures(true));
    private final Operations operations = new Operations();

    private void read(int from, int to, String body) throws IOException {
        replies.read(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), operations, from, to);
    }

    private void sent(int count) {
        operations.begin(new WireBuffer(0), count);
        for (int i = 0; i < count; i++) {
            operations.add(i, i, i + 1);
        }
    }

    @Test
    void withoutErrors_nothingElseIsRead() throws Exception {
        sent(2);
        read(0, 2, "{\"errors\":false,\"items\":[this is not even JSON");

        assertThat(operations.isAllWritten()).isTrue();
    }

    @Test
    void items_areSortedToTheirEntries() throws Exception {
        sent(4);
        read(
                1,
                4,
                """
                {"errors":true,"took":3,"items":[{"index":{"status":201}},
                 {"index":{"error":{"type":"es_rejected_execution_exception","reason":"full",
                    "caused_by":{"type":"x","reason":"y"}},"status":429}},
                 {"delete":{"status":409,"error":{"type":"version_conflict_engine_exception","reason":"newer"}}}]}""");

        List<Outcome> outcomes = operations.outcomes();
        assertThat(outcomes.get(0)).isSameAs(Outcome.WRITTEN);
        assertThat(outcomes.get(1)).isSameAs(Outcome.WRITTEN);
        assertThat(((Outcome.Failed) outcomes.get(2)).failure().failureClass()).isEqualTo(FailureClass.TRANSIENT);
        assertThat(outcomes.get(3)).isSameAs(Outcome.STALE);
    }

    @Test
    void answerToSomethingElse_isNoSuccess() {
        sent(2);

        assertThatThrownBy(() -> read(0, 2, "{\"errors\":true,\"items\":[{\"index\":{\"status\":201}}]}"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("1 items for the 2 sent");
        assertThatThrownBy(() -> read(
                        0,
                        1,
                        "{\"errors\":true,\"items\":[{\"index\":{\"status\":201}},{\"index\":{\"status\":201}}]}"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more items");
        assertThatThrownBy(() -> read(0, 2, "{}")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read(0, 2, "[]")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read(0, 2, "{\"errors\":true,\"items\":[{\"index\""))
                .isInstanceOf(IOException.class);
    }

    @Test
    void requests_areCutByBytes() {
        operations.begin(new WireBuffer(0), 4);
        operations.add(0, 0, 10);
        operations.add(1, 10, 30);
        operations.add(2, 30, 40);
        operations.add(3, 40, 41);

        assertThat(operations.cut(0, Long.MAX_VALUE)).isEqualTo(4);
        assertThat(operations.cut(0, 30)).isEqualTo(2);
        assertThat(operations.cut(0, 29)).isEqualTo(1);
        assertThat(operations.cut(1, 5)).as("at least one").isEqualTo(2);
        assertThat(operations.cut(2, 11)).isEqualTo(4);
    }
}
