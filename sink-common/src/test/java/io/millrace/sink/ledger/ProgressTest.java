/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sink.record.Origin;
import io.millrace.sink.record.SourcePartition;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProgressTest {
    private static final TopicPartition PARTITION = new TopicPartition("shop.orders", 0);

    static java.util.stream.LongStream seeds() {
        return new Random().longs(100);
    }

    /** Offsets with gaps are owed and settled in any order; what progress says is compared with a plain set of bits. */
    @ParameterizedTest
    @MethodSource("seeds")
    void progress_saysExactlyWhatIsSafe(long seed) {
        Random random = new Random(seed);
        OffsetLedger ledger = new OffsetLedger();
        SourcePartition source = ledger.assign(PARTITION);
        Progress inherited = random.nextBoolean() ? null : inherited(random);
        if (inherited != null) {
            ledger.inherit(source, inherited);
        }
        BitSet safe = new BitSet();
        List<Long> open = new ArrayList<>();
        int next = 0;
        int window = 1 + random.nextInt(600);
        for (int step = 0; step < 3_000; step++) {
            if (open.size() < window && random.nextInt(3) > 0) {
                int offset = next + (random.nextInt(20) == 0 ? random.nextInt(100) : 0);
                assertThat(ledger.owe(source, offset, step)).isTrue();
                open.add((long) offset);
                // What was never handed over between two records does not exist.
                next = offset + 1;
            } else if (!open.isEmpty()) {
                // The oldest mostly waits, so that settled ones pile up behind it.
                int position = random.nextInt(10) == 0 ? 0 : random.nextInt(open.size());
                long offset = open.remove(position);
                ledger.settle(new Origin(source, offset, Origin.NO_TIMESTAMP));
                safe.set((int) offset);
            }
            if (step % 50 == 0 && next > 0) {
                check(ledger, source, safe, open, next, inherited, random);
            }
        }
    }

    private static Progress inherited(Random random) {
        OffsetSet.Builder builder = new OffsetSet.Builder();
        long at = random.nextInt(500);
        long position = at;
        for (int i = 0; i < 20; i++) {
            at += 1 + random.nextInt(100);
            long end = at + 1 + random.nextInt(100);
            builder.add(at, end);
            at = end;
        }
        return new Progress(position, builder.build(), null);
    }

    private static void check(
            OffsetLedger ledger,
            SourcePartition source,
            BitSet safe,
            List<Long> open,
            int next,
            Progress inherited,
            Random random) {
        List<Long> batch = new ArrayList<>();
        for (long offset : open) {
            if (random.nextInt(3) == 0) {
                batch.add(offset);
            }
        }
        long[] written = batch.stream().mapToLong(Long::longValue).toArray();
        Progress progress = ledger.progress(source, written, written.length);
        assertThat(progress).isNotNull();
        long firstOpen = open.stream()
                .filter(offset -> !batch.contains(offset))
                .filter(offset -> inherited == null || !inherited.isSafe(offset))
                .mapToLong(Long::longValue)
                .min()
                .orElse(next);
        if (inherited == null) {
            assertThat(progress.position()).isEqualTo(firstOpen);
        } else {
            assertThat(progress.position()).isGreaterThanOrEqualTo(Math.max(firstOpen, inherited.position()));
        }
        for (int offset = 0; offset < next + 200; offset++) {
            // Of offsets that do not exist nothing need be known.
            boolean exists = offset >= next || open.contains((long) offset);
            boolean expected = safe.get(offset)
                    || batch.contains((long) offset)
                    || (exists && inherited != null && inherited.isSafe(offset));
            if (expected) {
                assertThat(progress.isSafe(offset))
                        .as("offset %d is safe", offset)
                        .isTrue();
            } else if (exists) {
                assertThat(progress.isSafe(offset))
                        .as("offset %d is not safe", offset)
                        .isFalse();
            }
        }
    }

    @Test
    void progress_ofSeveralLanes_addUp() {
        Progress one = new Progress(10, set(12, 14, 20, 30), new Progress.Mark(9, "one"));
        Progress other = new Progress(8, set(10, 12, 14, 15, 40, 41), new Progress.Mark(8, "other"));

        Progress both = one.plus(other);

        assertThat(both).isEqualTo(other.plus(one));
        assertThat(both.position()).isEqualTo(15);
        assertThat(both.above()).isEqualTo(set(20, 30, 40, 41));
        assertThat(both.mark()).isEqualTo(new Progress.Mark(9, "one"));
    }

    @Test
    void mark_isTheNewestOneNotAboveThePosition() {
        OffsetLedger ledger = new OffsetLedger();
        SourcePartition source = ledger.assign(PARTITION);
        for (int offset = 0; offset < 1_000; offset++) {
            ledger.owe(source, offset, 0);
            ledger.mark(source, new Progress.Mark(offset + 1, "after " + offset));
        }

        long[] written = new long[1_000];
        for (int i = 0; i < 1_000; i++) {
            written[i] = i;
        }
        assertThat(ledger.progress(source, written, 1_000).mark()).isEqualTo(new Progress.Mark(1_000, "after 999"));
        // That was not committed: nothing has been forgotten.
        Progress less = ledger.progress(source, written, 600);
        assertThat(less.mark().offset()).isBetween(400L, 600L);
    }

    @Test
    void headThatWaits_doesNotMakeTheLedgerGrow() {
        OffsetLedger ledger = new OffsetLedger();
        SourcePartition source = ledger.assign(PARTITION);
        ledger.owe(source, 0, 0);
        for (int offset = 1; offset < 2_000_000; offset++) {
            ledger.owe(source, offset, 0);
            ledger.settle(new Origin(source, offset, Origin.NO_TIMESTAMP));
        }

        Progress progress = ledger.progress(source, new long[0], 0);

        assertThat(progress.position()).isZero();
        assertThat(progress.above()).isEqualTo(set(1, 2_000_000));
        assertThat(ledger.slots(PARTITION)).isLessThan(1_000);
    }

    private static OffsetSet set(long... bounds) {
        OffsetSet.Builder builder = new OffsetSet.Builder();
        for (int i = 0; i < bounds.length; i += 2) {
            builder.add(bounds[i], bounds[i + 1]);
        }
        return builder.build();
    }
}
