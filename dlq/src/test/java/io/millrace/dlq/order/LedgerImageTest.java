/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dlq.LetterId;
import io.millrace.dlq.control.KeyIdentity;
import io.millrace.dlq.control.LedgerEntry;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.LetterStatus;
import io.millrace.dlq.control.OrderPolicy;
import io.millrace.dlq.control.OwnerEntry;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Whose entries count when tasks have taken each other's partitions over. */
final class LedgerImageTest {
    private static final TopicPartition PARTITION = new TopicPartition("t", 0);
    private static final LetterId LETTER = new LetterId("00112233445566778899aabbccddeeff");

    private static OwnerEntry owner(long epoch, boolean confirmed) {
        return new OwnerEntry("c", "t", 0, 0, confirmed, epoch, 1);
    }

    private static LetterEntry letter(LetterStatus status, long epoch) {
        return new LetterEntry(
                LETTER,
                status,
                0,
                new KeyIdentity(1, 2),
                OrderPolicy.SUPERSEDE,
                "c",
                "orders",
                "t",
                0,
                7,
                0,
                null,
                null,
                null,
                epoch,
                1);
    }

    private static LedgerImage image(LedgerEntry... entries) {
        return new LedgerImage("c", List.of(entries));
    }

    @Test
    void entryOfALowerEpoch_doesNotOverrideTheOwners() {
        LedgerImage image = image(
                owner(1, true),
                letter(LetterStatus.OPEN, 1),
                owner(2, true),
                letter(LetterStatus.SUPERSEDED, 2),
                letter(LetterStatus.OPEN, 1));

        assertThat(image.openLetters(PARTITION)).isEmpty();
        assertThat(image.endedLetters(PARTITION)).hasSize(1);
    }

    @Test
    void entryThatOnlyALoserKnows_isOpenAndLate() {
        LedgerImage image = image(owner(1, true), owner(2, false), owner(2, true), letter(LetterStatus.OPEN, 1));

        assertThat(image.openLetters(PARTITION)).hasSize(1);
        assertThat(image.isLate(LETTER)).isTrue();
    }

    @Test
    void claimThatIsNotConfirmed_makesNobodyLate() {
        LedgerImage image = image(owner(1, true), owner(2, false), letter(LetterStatus.OPEN, 1));

        assertThat(image.isLate(LETTER)).isFalse();
        assertThat(image.epoch(PARTITION)).isEqualTo(2);
    }

    @Test
    void entriesOfOtherConnectors_doNotCount() {
        LedgerImage image = new LedgerImage("other", List.of(owner(1, true), letter(LetterStatus.OPEN, 1)));

        assertThat(image.epoch(PARTITION)).isZero();
        assertThat(image.openLetters(PARTITION)).isEmpty();
    }

    @Test
    void identity_tellsTypesAndBordersApart() {
        assertThat(new IdentityHash().add("a").add("bc").finish())
                .isNotEqualTo(new IdentityHash().add("ab").add("c").finish())
                .isEqualTo(new IdentityHash().add("a").add("bc").finish());
        assertThat(new IdentityHash().add(1L).finish())
                .isNotEqualTo(new IdentityHash().add("1").finish())
                .isNotEqualTo(new IdentityHash().add(true).finish());
    }
}
