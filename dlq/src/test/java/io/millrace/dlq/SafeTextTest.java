/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "invalid input syntax for type integer: \"secret\"|invalid input syntax for type integer: \"...\"",
                "value \"secret\" is out of range for type integer|value \"...\" is out of range for type integer",
                "invalid input value for enum mood: \"it's \"secret\" so\"|invalid input value for enum mood: \"...\"",
                "invalid byte sequence for encoding \"UTF8\": 0xe2 0x28|invalid byte sequence for encoding \"UTF8\": 0x...",
                "null value in column \"email\" of relation \"customers\" violates not-null constraint"
                        + "|null value in column \"email\" of relation \"customers\" violates not-null constraint",
                "duplicate key value violates unique constraint \"c_pk\"|duplicate key value violates unique constraint \"c_pk\"",
                "Data too long for column 'name' at row 1|Data too long for column 'name' at row 1",
                "Incorrect string value: 'secret' for column 'name' at row 1|Incorrect string value: '...' at row 1",
                "Table has no partition for value 'secret|Table has no partition for value '...'",
                "the worker's queue isn't there|the worker's queue isn't there",
                "For input string: \"secret\"|For input string: \"...\""
            })
    void values_areLeftOutAndNamesStay(String text, String safe) {
        assertThat(SafeText.withoutValues(text)).isEqualTo(safe);
    }

    @Test
    void serversDetail_isLeftOut() {
        assertThat(SafeText.withoutValues("ERROR: duplicate key value violates unique constraint \"u\"\n"
                        + "  Detail: Key (email)=(secret@example.com) already exists."))
                .isEqualTo("ERROR: duplicate key value violates unique constraint \"u\"");
        assertThat(SafeText.withoutValues("new row violates check constraint \"c\" Failing row contains (1, secret)."))
                .isEqualTo("new row violates check constraint \"c\"");
    }

    @Test
    void driversCopyOfTheStatement_isLeftOut() {
        assertThat(SafeText.withoutValues("Batch entry 0 insert into t values (4711,'secret') was aborted: ERROR: no"))
                .isEqualTo("A statement of a batch was aborted: ERROR: no");
    }

    @Test
    void length_isBounded() {
        assertThat(SafeText.withoutValues("x".repeat(5_000))).hasSize(1_000);
    }
}
