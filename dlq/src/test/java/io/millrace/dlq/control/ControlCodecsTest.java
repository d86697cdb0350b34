/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.dlq.LetterId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is written to the control topics is read back, also by versions that know fewer fields. */
final class ControlCodecsTest {
    private static final KeyIdentity IDENTITY = new KeyIdentity(0x0123456789abcdefL, -2);
    private static final LetterId LETTER = new LetterId("00112233445566778899aabbccddeeff");

    @Test
    void identity_isReadBack() {
        assertThat(IDENTITY).hasToString("0123456789abcdeffffffffffffffffe");
        assertThat(KeyIdentity.parse(IDENTITY.toString())).isEqualTo(IDENTITY);
        assertThatThrownBy(() -> KeyIdentity.parse("0123")).hasMessageContaining("32 hexadecimal digits");
    }

    @Test
    void ledgerEntries_areReadBack() {
        assertReadBack(new KeyEntry(
                IDENTITY,
                KeyState.QUARANTINED,
                OrderPolicy.PARK,
                "c",
                "shop.orders",
                "t",
                3,
                7,
                5,
                9,
                11,
                2,
                "a91c",
                4,
                99));
        assertReadBack(new KeyEntry(
                IDENTITY, KeyState.OPEN, OrderPolicy.SUPERSEDE, "c", null, "t", 0, 7, -1, -1, 7, 1, null, 1, 99));
        assertReadBack(letter(LetterStatus.OPEN, IDENTITY));
        assertReadBack(letter(LetterStatus.PARKED, null)
                .with(LetterStatus.DISCARDED, 2, "plan-1", "\"old\" änderung", "ada", 5, 100));
        assertReadBack(new OwnerEntry("c", "t", 3, 1, true, 6, 98));
    }

    private static LetterEntry letter(LetterStatus status, KeyIdentity identity) {
        return new LetterEntry(
                LETTER,
                status,
                0,
                identity,
                OrderPolicy.PARK,
                "c",
                "shop.orders",
                "t",
                3,
                7,
                0,
                null,
                null,
                null,
                4,
                99);
    }

    private static void assertReadBack(LedgerEntry entry) {
        assertThat(LedgerCodec.decode(entry.key(), LedgerCodec.encode(entry))).isEqualTo(entry);
    }

    @Test
    void ledgerEntryOfALaterVersion_isReadAsFarAsItIsKnown() {
        String json =
                "{\"v\":1,\"connector\":\"c\",\"topic\":\"t\",\"partition\":3,\"task\":1,\"confirmed\":true,\"epoch\":6,\"at\":98,"
                        + "\"new\":{\"deep\":[1,{\"x\":null}]},\"more\":1.5}";

        assertThat(LedgerCodec.decode("P:c:t-3", json.getBytes(UTF_8)))
                .isEqualTo(new OwnerEntry("c", "t", 3, 1, true, 6, 98));
        assertThat(LedgerCodec.decode("X:unknown", json.getBytes(UTF_8))).isNull();
    }

    @Test
    void ledgerEntryThatIsBroken_isNamed() {
        assertThatThrownBy(() -> LedgerCodec.decode("P:c:t-3", "{\"v\":1}".getBytes(UTF_8)))
                .hasMessageContaining("P:c:t-3")
                .hasMessageContaining("'connector' is missing");
        assertThatThrownBy(() -> LedgerCodec.decode("L:" + LETTER, "[]".getBytes(UTF_8)))
                .hasMessageContaining("not a JSON object");
    }

    @Test
    void commands_areReadBack() {
        Selection selection = new Selection(
                Set.of(LETTER, new LetterId("x")),
                "a91c",
                "jdbc.22001",
                "shop.orders",
                "t",
                3,
                5L,
                1L << 40,
                Set.of(IDENTITY, new KeyIdentity(1, 2)),
                Map.of(0, 17L, 11, 3L));
        ReplayOptions options = new ReplayOptions(true, 10, 200.0, 0.01, 5);
        Command command =
                new Command("plan-1", "c", Action.REPLAY, selection, options, List.of(), "ada", "fixed the column", 99);

        assertThat(CommandCodec.decode(CommandCodec.encode(command))).isEqualTo(command);
    }

    @Test
    void commandThatEdits_isReadBack() {
        Edit edit = new Edit(LETTER, new byte[] {0, -1, 2}, null);
        Edit removed = new Edit(new LetterId("x"), null, null);
        Command command = new Command(
                "plan-2", "c", Action.EDIT, Selection.ALL, ReplayOptions.NONE, List.of(edit, removed), "ada", null, 99);

        Command decoded = CommandCodec.decode(CommandCodec.encode(command));
        Edit read = Objects.requireNonNull(decoded.editOf(LETTER));

        assertThat(read.letter()).isEqualTo(LETTER);
        assertThat(read.value()).containsExactly(0, -1, 2);
        assertThat(read.key()).isNull();
        assertThat(decoded.edits()).hasSize(2).last().isEqualTo(removed);
        assertThat(decoded.editOf(new LetterId("y"))).isNull();
    }

    @Test
    void commandWithWholeNumbersForRates_isRead() {
        String json = "{\"v\":1,\"plan\":\"p\",\"connector\":\"c\",\"action\":\"PAUSE\",\"by\":\"ada\",\"at\":1,"
                + "\"options\":{\"ratePerSecond\":5}}";

        assertThat(CommandCodec.decode(json.getBytes(UTF_8)).options().ratePerSecond())
                .isEqualTo(5.0);
    }

    @Test
    void auditEntries_areReadBack() {
        AuditEntry ofLetter =
                new AuditEntry("p", LETTER, "c", 2, AuditEvent.FAILED, "ada", "why", null, "[jdbc.22001] too long", 99);
        AuditEntry ofPlan =
                new AuditEntry("p", null, "c", 2, AuditEvent.DONE, "ada", null, new Counts(4, 2, 1, 1), null, 99);

        assertThat(AuditCodec.decode(AuditCodec.encode(ofLetter))).isEqualTo(ofLetter);
        assertThat(AuditCodec.decode(AuditCodec.encode(ofPlan))).isEqualTo(ofPlan);
        assertThat(ofLetter.key()).isEqualTo(LETTER.value());
        assertThat(ofPlan.key()).isEqualTo("p");
    }

    @Test
    void selection_allowsWhatAllItsCriteriaHoldFor() {
        LetterEntry letter = letter(LetterStatus.OPEN, IDENTITY);

        assertThat(Selection.ALL.allows(letter)).isTrue();
        assertThat(Selection.of(Set.of(IDENTITY)).allows(letter)).isTrue();
        assertThat(Selection.of(Set.of(new KeyIdentity(0, 0))).allows(letter)).isFalse();
        assertThat(offsets(7L, 7L).allows(letter)).isTrue();
        assertThat(offsets(8L, null).allows(letter)).isFalse();
        assertThat(offsets(null, 6L).allows(letter)).isFalse();
    }

    private static Selection offsets(Long from, Long to) {
        return new Selection(Set.of(), null, null, null, "t", 3, from, to, Set.of(), Map.of(0, 5L));
    }

    @Test
    void selection_endsWhereItWasMade() {
        assertThat(offsets(null, null).reaches(0, 4)).isTrue();
        assertThat(offsets(null, null).reaches(0, 5)).isFalse();
        assertThat(offsets(null, null).reaches(1, 0)).isFalse();
        assertThat(Selection.ALL.reaches(1, 1000)).isTrue();
    }
}
