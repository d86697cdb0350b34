/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OffsetSetTest {
    private static final long BASE = 3_000_000_017L;

    static java.util.stream.LongStream seeds() {
        return new Random().longs(50);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anySet_isWhatItsBitsSay(long seed) {
        Random random = new Random(seed);
        BitSet left = bits(random);
        BitSet right = bits(random);
        OffsetSet set = set(left);

        for (int i = 0; i < 2_000; i++) {
            assertThat(set.contains(BASE + i)).isEqualTo(left.get(i));
            assertThat(set.firstMissing(BASE + i)).isEqualTo(BASE + left.nextClearBit(i));
        }
        assertThat(OffsetSetCodec.decode(OffsetSetCodec.encode(set, BASE), BASE))
                .isEqualTo(set);
        long lower = BASE - random.nextInt(1_000);
        assertThat(OffsetSetCodec.decode(OffsetSetCodec.encode(set, lower), lower))
                .isEqualTo(set);
        int cut = random.nextInt(2_000);
        BitSet upper = (BitSet) left.clone();
        upper.clear(0, cut);
        assertThat(set.from(BASE + cut)).isEqualTo(set(upper));
        BitSet both = (BitSet) left.clone();
        both.or(right);
        assertThat(set.union(set(right))).isEqualTo(set(both));
    }

    private static BitSet bits(Random random) {
        BitSet bits = new BitSet();
        int at = random.nextInt(300);
        int longest = 1 + random.nextInt(300);
        while (at < 1_700) {
            int end = at + 1 + random.nextInt(random.nextBoolean() ? 2 : longest);
            bits.set(at, end);
            at = end + 1 + random.nextInt(random.nextBoolean() ? 2 : longest);
        }
        return bits;
    }

    private static OffsetSet set(BitSet bits) {
        OffsetSet.Builder builder = new OffsetSet.Builder();
        for (int i = bits.nextSetBit(0); i >= 0; i = bits.nextSetBit(i + 1)) {
            builder.add(BASE + i, BASE + i + 1);
        }
        return builder.build();
    }

    @Test
    void emptySet_takesNoBytes() {
        assertThat(OffsetSetCodec.encode(OffsetSet.NONE, BASE)).isEmpty();
        assertThat(OffsetSetCodec.decode(new byte[0], BASE)).isEqualTo(OffsetSet.NONE);
    }

    @Test
    void thirtyMillionOffsetsInARow_takeSomeBytes() {
        OffsetSet.Builder builder = new OffsetSet.Builder();
        builder.add(BASE + 1, BASE + 30_000_000);
        OffsetSet run = builder.build();

        byte[] bytes = OffsetSetCodec.encode(run, BASE);

        assertThat(bytes).hasSizeLessThan(32);
        assertThat(OffsetSetCodec.decode(bytes, BASE)).isEqualTo(run);
    }

    @Test
    void everyFourthOffset_takesABitForEachOffset() {
        Random random = new Random(7);
        OffsetSet.Builder builder = new OffsetSet.Builder();
        for (int i = 0; i < 20_000; i++) {
            if (random.nextInt(4) == 0) {
                builder.add(BASE + i, BASE + i + 1);
            }
        }

        assertThat(OffsetSetCodec.encode(builder.build(), BASE)).hasSizeLessThan(20_000 / 8 + 64);
    }

    @Test
    void bytesOfSomethingElse_areRefused() {
        assertThatThrownBy(() -> OffsetSetCodec.decode(new byte[] {0, 0, 5, 1}, BASE))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
