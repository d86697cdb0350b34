/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.sink.record.ArrayRow;
import io.millrace.sink.record.ChangeSource;
import io.millrace.sink.record.Column;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Destination;
import io.millrace.sink.record.Kind;
import io.millrace.sink.record.Origin;
import io.millrace.sink.record.Row;
import io.millrace.sink.record.RowKey;
import io.millrace.sink.record.RowShape;
import io.millrace.sink.record.SourceOperation;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.record.SourcePosition;
import io.millrace.sink.record.Upsert;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SourceLogTest {
    private static final ChangeSource SOURCE = new ChangeSource("postgresql", "shop", "orders");
    private static final SourcePartition PARTITION = new SourcePartition(new TopicPartition("shop.orders", 0), 1);

    private static final RowShape SHAPE =
            new RowShape("orders", List.of(new Column("id", ColumnType.of(Kind.INT64), false)));
    private static final Destination TABLE = new Destination("orders");
    private static final long NO_KEY = -1;

    private final ChangeFingerprint fingerprint = new ChangeFingerprint();
    private SourceLog log = new SourceLog(SOURCE, fingerprint);
    private long offset;

    /** Asks for a change; the log is stored and read back before, which must make no difference. */
    private boolean repeats(long major, long minor, long at, long key) {
        if (offset > 0) {
            log = SourceLogs.parse(SourceLogs.text(List.of(log)), fingerprint).get(0);
        }
        SourcePosition position = new SourcePosition(SOURCE, major, minor, 0);
        Row row = new ArrayRow(SHAPE, key);
        SinkRecord record = new SinkRecord("orders", 0, null, key == NO_KEY ? null : key, null, key, offset);
        Origin origin = new Origin(PARTITION, offset++, Origin.NO_TIMESTAMP, position);
        RowKey rowKey = key == NO_KEY ? null : new RowKey(row);
        return log.isRepeat(new Upsert(origin, TABLE, rowKey, row, SourceOperation.CREATE, at, record, 0), position);
    }

    private boolean repeats(long major, long minor, long at) {
        return repeats(major, minor, at, NO_KEY);
    }

    @Test
    void changesInOrder_areNew() {
        assertThat(repeats(0, 10, 1)).isFalse();
        assertThat(repeats(0, 12, 1)).isFalse();
        // Began earlier, was committed later.
        assertThat(repeats(20, 11, 2)).isFalse();
        assertThat(repeats(20, 11, 2)).as("two rows of one log entry").isFalse();
        assertThat(repeats(20, 15, 2)).isFalse();
    }

    @Test
    void changesThatComeAgain_areRepeatsUntilNewOnesCome() {
        for (long minor : new long[] {10, 12, 12, 14}) {
            assertThat(repeats(5, minor, 1)).isFalse();
        }
        for (long minor : new long[] {10, 12, 12, 14}) {
            assertThat(repeats(5, minor, 1)).isTrue();
        }
        assertThat(repeats(5, 14, 1)).as("one more row of the last log entry").isFalse();
        assertThat(repeats(5, 16, 1)).isFalse();
        assertThat(repeats(5, 16, 1)).isFalse();
    }

    @Test
    void sourceThatCrashesWhileItRepeats_isFollowed() {
        for (long minor : new long[] {10, 12, 14, 14}) {
            assertThat(repeats(5, minor, 1)).isFalse();
        }
        for (long minor : new long[] {12, 14, 10, 12, 14, 14}) {
            assertThat(repeats(5, minor, 1)).isTrue();
        }
        assertThat(repeats(5, 15, 1)).isFalse();
    }

    @Test
    void onlyTheLastChangeComesAgain_isKnownByItsKeyAndRow() {
        assertThat(repeats(5, 10, 1, 7)).isFalse();
        assertThat(repeats(5, 10, 1, 7)).isTrue();
        assertThat(repeats(5, 10, 1, 8)).as("another row of the same log entry").isFalse();
        assertThat(repeats(5, 10, 1, 7)).as("both come again").isTrue();
        assertThat(repeats(5, 10, 1, 8)).isTrue();
        assertThat(repeats(5, 11, 1, 9)).isFalse();
    }

    @Test
    void onlyTheLastChangeComesAgainWithoutAKey_isTakenForANewOne() {
        assertThat(repeats(5, 10, 1)).isFalse();
        assertThat(repeats(5, 10, 1)).isFalse();
    }

    @Test
    void lowerPositionThatWasCommittedLater_isANewLog() {
        assertThat(repeats(500, 600, 1_000)).isFalse();

        assertThat(repeats(3, 4, 1_001)).isFalse();
        assertThat(repeats(3, 5, 1_001)).isFalse();
        assertThat(repeats(3, 4, 1_001)).isTrue();
    }

    @Test
    void sourceThatCrashesAgainWhileItRepeatsAnEntry_isRecognised() {
        for (long key = 1; key <= 3; key++) {
            assertThat(repeats(5, 10, 1, key)).isFalse();
        }

        assertThat(repeats(5, 10, 1, 1)).isTrue();
        assertThat(repeats(5, 10, 1, 2)).isTrue();
        for (long key = 1; key <= 3; key++) {
            assertThat(repeats(5, 10, 1, key)).as("key %d", key).isTrue();
        }
        assertThat(repeats(5, 10, 1, 1))
                .as("right after it has come to the end")
                .isTrue();
        assertThat(repeats(5, 11, 1, 4)).isFalse();
    }

    /** A stream of log entries of one to three rows is sent, cut off anywhere and begun again at any entry already sent. */
    @ParameterizedTest
    @MethodSource("seeds")
    void anyCrashes_everyChangeIsNewOnce(long seed) {
        Random random = new Random(seed);
        boolean keyed = random.nextBoolean();
        List<long[]> changes = new ArrayList<>();
        for (int entry = 0; entry < 100; entry++) {
            int rows = 1 + random.nextInt(3);
            for (int i = 0; i < rows; i++) {
                changes.add(new long[] {entry / 7, 1_000 - entry % 5 * 100L + entry, entry / 7, entry, i});
            }
        }
        changes.sort((a, b) -> a[0] != b[0] ? Long.compare(a[0], b[0]) : Long.compare(a[1], b[1]));
        int fresh = 0;
        int at = 0;
        while (fresh < changes.size()) {
            int until = Math.min(changes.size(), at + 1 + random.nextInt(40));
            for (; at < until; at++) {
                long[] change = changes.get(at);
                boolean isNew = !repeats(change[0], change[1], change[2], keyed ? at : NO_KEY);
                assertThat(isNew)
                        .as("change %d, %d were sent before", at, fresh)
                        .isEqualTo(at >= fresh);
                fresh = Math.max(fresh, at + 1);
            }
            if (random.nextInt(3) == 0) {
                at = backTo(changes, at, keyed, random);
            }
        }
    }

    /** To the first row of a log entry; with keys also of the last one sent, without them there is no telling. */
    private static int backTo(List<long[]> changes, int at, boolean keyed, Random random) {
        int to = random.nextInt(at);
        while (to > 0 && samePosition(changes.get(to), changes.get(to - 1))) {
            to--;
        }
        return !keyed && samePosition(changes.get(to), changes.get(at - 1)) ? at : to;
    }

    private static boolean samePosition(long[] left, long[] right) {
        return left[0] == right[0] && left[1] == right[1];
    }

    static java.util.stream.LongStream seeds() {
        Long seed = Long.getLong("millrace.seed");
        return seed == null
                ? new Random().longs(Integer.getInteger("millrace.histories", 100))
                : java.util.stream.LongStream.of(seed);
    }

    @Test
    void textOfSomethingElse_isRefused() {
        assertThatThrownBy(() -> SourceLogs.parse("[[\"postgresql\"]]", fingerprint))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SourceLogs.parse("{", fingerprint)).isInstanceOf(IllegalArgumentException.class);
    }
}
