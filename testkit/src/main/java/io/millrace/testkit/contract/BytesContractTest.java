/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dlq.FailureClass;
import io.millrace.dlq.Stage;
import io.millrace.sink.decode.DecodeFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The part of the contract that is about records which come as bytes; see {@link TargetContractTest}. */
public abstract class BytesContractTest {
    final Orders orders = new Orders();
    private ContractTarget target;

    /** A target with an empty destination of its own. */
    protected abstract ContractTarget newTarget() throws Exception;

    @BeforeEach
    final void openTarget() throws Exception {
        target = newTarget();
    }

    @AfterEach
    final void closeTarget() {
        target.close();
    }

    final ContractTarget target() {
        return target;
    }

    @SafeVarargs
    final void assertRows(Map<String, Object>... rows) throws Exception {
        Map<Long, Map<String, Object>> expected = new HashMap<>();
        for (Map<String, Object> row : rows) {
            expected.put((Long) row.get("id"), withoutNulls(row));
        }
        Map<Long, Map<String, Object>> actual = new HashMap<>();
        target.rows().forEach((id, row) -> actual.put(id, withoutNulls(row)));
        assertThat(actual).isEqualTo(expected);
    }

    private static Map<String, Object> withoutNulls(Map<String, Object> row) {
        Map<String, Object> values = new HashMap<>(row);
        values.values().removeIf(value -> value == null);
        return values;
    }

    @Test
    void bytes_areDecodedToTheSameRows() throws Exception {
        boolean schemaless = target.capabilities().contains(Capability.SCHEMALESS);
        for (boolean schemas : schemaless ? List.of(true, false) : List.of(true)) {
            RawJson raw = new RawJson(schemas);
            try (ContractRun run = new ContractRun(target, DecodeFormat.AUTO)) {
                run.put(raw.of(orders.create(1, "first", 1, "a")
                        .create(2, "second", 2, null)
                        .create(3, "third", 3, "c")
                        .delete(2)
                        .tombstone(2)
                        .take()));
                run.drain();
                run.put(raw.of(orders.update(1, "changed", 10, "b").tombstone(3).take()));
                assertThat(run.drain().letters()).isEmpty();
            }
            assertRows(Orders.row(1, "changed", 10, "b"));
        }
    }

    @Test
    void brokenBytes_areALetterAndNoMore() throws Exception {
        List<SinkRecord> records = new ArrayList<>(new RawJson(true)
                .of(orders.create(1, "first", 1, "a")
                        .create(2, "second", 2, "b")
                        .create(3, "third", 3, "c")
                        .take()));
        SinkRecord good = records.get(1);
        byte[] value = (byte[]) good.value();
        SinkRecord broken = RawJson.of(good, (byte[]) good.key(), Arrays.copyOf(value, value.length - 9));
        records.set(1, broken);
        try (ContractRun run = new ContractRun(target, DecodeFormat.JSON_WITH_SCHEMA)) {
            assertThat(run.put(records).drain().letters()).singleElement().satisfies(letter -> {
                assertThat(letter.record()).isSameAs(broken);
                assertThat(letter.stage()).isEqualTo(Stage.DECODE);
                assertThat(letter.failure().failureClass()).isEqualTo(FailureClass.RECORD);
            });
        }
        assertRows(Orders.row(1, "first", 1, "a"), Orders.row(3, "third", 3, "c"));
    }
}
