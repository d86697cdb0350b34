/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.dlq.control.AuditEvent;
import io.millrace.dlq.control.LetterStatus;
import io.millrace.dlq.control.ReplayOptions;
import io.millrace.testkit.contract.Orders;
import io.millrace.testkit.contract.TaskRun;
import io.millrace.testkit.letters.LetterOperator;
import io.millrace.testkit.server.TestServers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Letters of documents that a strict mapping has refused are replayed once it takes them. */
class ReplayIT {
    private static final ReplayOptions DRY = new ReplayOptions(true, 0, null, null, null);
    /** From here on in the history, records have a field that the mapping does not know. */
    private static final int REFUSED = 2;

    private final TestIndex index = new TestIndex();
    private final Orders orders = new Orders();
    private final LetterOperator operator =
            new LetterOperator(TestServers.kafka(), index.name(""), "dlq." + UUID.randomUUID());

    @AfterEach
    void close() {
        operator.close();
    }

    private TaskRun task(String order) {
        // With 'any', deletes have to be ignored: a letter that is replayed after its row's delete would bring it back.
        Map<String, String> config = order.equals("any") ? index.config("delete.mode", "ignore") : index.config();
        return new TaskRun(new ElasticsearchSinkTask(), operator.settings(order, config));
    }

    private Map<String, String> names() {
        Map<String, String> names = new TreeMap<>();
        for (Map.Entry<String, JsonNode> document : index.documents("orders").entrySet()) {
            names.put(document.getKey(), document.getValue().get("name").asText());
        }
        return names;
    }

    @ParameterizedTest
    @ValueSource(strings = {"any", "supersede"})
    void replayedLetters_fillInWhatIsMissing_andNothingOldComesOverNewerDocuments(String order) {
        index.server()
                .rest()
                .put(
                        "/" + index.name("orders"),
                        "{\"mappings\":{\"dynamic\":\"strict\",\"properties\":{\"id\":{\"type\":\"long\"},"
                                + "\"name\":{\"type\":\"keyword\"},\"quantity\":{\"type\":\"long\"},"
                                + "\"note\":{\"type\":\"text\"}}}}");
        List<SinkRecord> history = orders.create(0, "a", 1, null)
                .create(1, "b", 1, null)
                .addColumn()
                .createWithAdded(1, "better", "x")
                .createWithAdded(2, "missing", "y")
                .createWithAdded(3, "old", "z")
                .take();
        TaskRun first = task(order);
        first.put(history).drain();
        assertThat(names()).isEqualTo(Map.of("0", "a", "1", "b"));
        assertThat(operator.with(LetterStatus.OPEN)).isEqualTo(history.size() - REFUSED);

        index.server()
                .rest()
                .put("/" + index.name("orders") + "/_mapping", "{\"properties\":{\"added\":{\"type\":\"keyword\"}}}");
        first.put(orders.createWithAdded(3, "newer", "z").take()).drain();
        long open = operator.with(LetterStatus.OPEN);
        assertThat(open)
                .as("a newer row makes a letter pointless where order is kept")
                .isEqualTo(order.equals("any") ? 3 : 2);
        operator.replay("dry", DRY, "to see what happens");
        first.until(() -> operator.told("dry").size() == open);
        assertThat(names()).isEqualTo(Map.of("0", "a", "1", "b", "3", "newer"));
        operator.replay("replay", new ReplayOptions(false, 0, 2.0, null, null), "the field is known now");
        first.until(() -> operator.with(LetterStatus.REPLAYED) > 0);
        first.crash();

        try (TaskRun second = task(order)) {
            // What was not committed comes again.
            second.put(history.subList(REFUSED, history.size())).drain();
            second.until(() -> operator.with(LetterStatus.OPEN) == 0);
            second.drain();
        }

        assertThat(names()).isEqualTo(Map.of("0", "a", "1", "better", "2", "missing", "3", "newer"));
        assertThat(operator.told("replay")).doesNotContain(AuditEvent.FAILED);
    }
}
