/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.letter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Each rung of the ladder is reached, in its order, and none is left out. */
class LetterSizeTest {
    private final DeadLetter whole = new LetterWriter("orders-sink", 0, "millrace/test")
            .write(Letters.failed(1, "m".repeat(5_000), new IllegalStateException(), "v".repeat(20_000)))
            .withFailure("m".repeat(5_000), "s".repeat(9_000));
    private final DeadLetter reference =
            whole.withFailure("m".repeat(512), null).asReference(false);
    private final long least = LetterCodec.size(reference);

    private DeadLetter fitting(long limit) {
        DeadLetter fitting = Objects.requireNonNull(LetterSize.fit(whole, limit));
        assertThat(LetterCodec.size(fitting)).isLessThanOrEqualTo(limit);
        return fitting;
    }

    @Test
    void fittingLetter_staysWhole() {
        assertThat(fitting(LetterCodec.size(whole))).isSameAs(whole);
    }

    @Test
    void largeLetter_losesTheLeastItCan() {
        long size = LetterCodec.size(whole);

        DeadLetter shortStack = fitting(size - 1);
        assertThat(shortStack.stackTrace()).hasSize(2_048);
        assertThat(shortStack.message()).hasSize(5_000);

        DeadLetter shortMessage = fitting(LetterCodec.size(shortStack) - 1);
        assertThat(shortMessage.message()).hasSize(512);
        assertThat(shortMessage.stackTrace()).hasSize(2_048);

        DeadLetter noStack = fitting(LetterCodec.size(shortMessage) - 1);
        assertThat(noStack.stackTrace()).isNull();
        assertThat(noStack.record().value()).isNotNull();

        DeadLetter keyed = fitting(LetterCodec.size(noStack) - 1);
        assertThat(keyed.record().value()).isNull();
        assertThat(keyed.record().key()).isNotNull();
        assertThat(keyed.record().fidelity()).isEqualTo(PayloadFidelity.REFERENCE);

        DeadLetter keyless = fitting(LetterCodec.size(keyed) - 1);
        assertThat(keyless.record().key()).isNull();
        assertThat(keyless.coordinates()).isEqualTo(whole.coordinates());
    }

    @Test
    void lessThanAReference_isNotEnough() {
        assertThat(LetterSize.fit(whole, least)).isNotNull();
        assertThat(LetterSize.fit(whole, least - 1)).isNull();
    }
}
