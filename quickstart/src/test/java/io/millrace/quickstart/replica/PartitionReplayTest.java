/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.quickstart.compare.CanonicalJson;
import io.millrace.quickstart.compare.Comparison;
import io.millrace.quickstart.compare.Form;
import io.millrace.quickstart.compare.Table;
import io.millrace.quickstart.compare.TableRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PartitionReplayTest {
    private static final Table TABLE = new Table("t", List.of("id"), Map.of("id", Form.JSON, "text", Form.JSON));

    private final TableRows rows = new TableRows(TABLE);
    private final List<String> faults = new ArrayList<>();
    private final PartitionReplay replay = new PartitionReplay("t/0/", rows, faults);

    @Test
    void log_leadsToItsLastState() {
        replay(0, 3, create(0, 1, "a"), create(1, 2, "b"), delete(2, 1));
        // Offset 3 is the tombstone of the delete.
        replay(3, 6, create(4, 3, "c"), create(5, 2, "d"));
        replay(6, 7, "{\"op\":\"u\",\"after\":{\"id\":3},\"unchanged\":[\"text\"],\"offset\":6}");

        assertThat(faults).isEmpty();
        TableRows expected = new TableRows(TABLE);
        expected.put(CanonicalJson.read("{\"id\":2,\"text\":\"d\"}"));
        expected.put(CanonicalJson.read("{\"id\":3,\"text\":\"c\"}"));
        assertThat(Comparison.of(TABLE, expected, rows).differences()).isEmpty();
    }

    @Test
    void offsetThatComesTwice_isAFault() {
        replay(0, 2, create(0, 1, "a"), create(1, 1, "b"));
        replay(1, 3, create(1, 1, "b"), create(2, 1, "c"));

        assertThat(faults)
                .containsExactly("t/0/1 begins at offset 1; the one before it ends at 2", "t/0/1 has offset 1 again");
    }

    @Test
    void offsetThatIsMissing_isAFault() {
        replay(0, 3, create(0, 1, "a"), create(2, 1, "c"));

        assertThat(faults).containsExactly("t/0/0 goes on with offset 2, while the last one was 0");
    }

    @Test
    void objectThatIsMissing_isAFault() {
        replay(1, 2, create(1, 1, "a"));

        assertThat(faults)
                .containsExactly(
                        "t/0/1 begins at offset 1; the one before it ends at 0",
                        "t/0/1 goes on with offset 1, while the last one was -1");
    }

    private void replay(long from, long to, String... lines) {
        replay.replay(new S3Bucket.Content(
                "t/0/" + from,
                Map.of("millrace-from-offset", Long.toString(from), "millrace-to-offset", Long.toString(to)),
                String.join("\n", lines)));
    }

    private static String create(long offset, int id, String text) {
        return "{\"op\":\"c\",\"after\":{\"id\":" + id + ",\"text\":\"" + text + "\"},\"offset\":" + offset + "}";
    }

    private static String delete(long offset, int id) {
        return "{\"op\":\"d\",\"key\":{\"id\":" + id + "},\"offset\":" + offset + "}";
    }
}
