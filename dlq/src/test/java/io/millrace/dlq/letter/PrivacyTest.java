/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.letter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dlq.FailedRecord;
import io.millrace.dlq.RecordFailedException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PrivacyTest {
    private static final SQLException CAUSE = new SQLException(
            "ERROR: value too long\n  Detail: Key (email)=(secret) exists.",
            "22001",
            new IllegalArgumentException("For input string: \"secret\""));

    private static DeadLetter letter(Privacy privacy) {
        return new LetterWriter("c", 0, "v", privacy).write(Letters.failed(1, CAUSE));
    }

    @Test
    void byDefault_theRowIsInThePayloadAndNowhereElse() {
        DeadLetter letter = letter(Privacy.DEFAULT);

        assertThat(letter.record().value()).asString(UTF_8).contains("secret");
        assertThat(letter.message()).doesNotContain("secret");
        assertThat(letter.fingerprint().title()).doesNotContain("secret");
        assertThat(letter.stackTrace())
                .doesNotContain("secret")
                .contains("Caused by: java.sql.SQLException (its message is left out")
                .contains("Caused by: java.lang.IllegalArgumentException (its message is left out")
                .contains("PrivacyTest.<clinit>");
        assertThat(letter.exceptionClass()).isEqualTo("java.sql.SQLException");
    }

    @Test
    void exceptionOfATask_tellsNothingOfTheRow() {
        FailedRecord failed = Letters.failed(1, CAUSE);
        StringWriter text = new StringWriter();
        new RecordFailedException(failed).printStackTrace(new PrintWriter(text));

        assertThat(text.toString())
                .contains("orders-2@1", "java.sql.SQLException")
                .doesNotContain("secret");
    }

    @Test
    void causes_areToldWhereAskedFor() {
        assertThat(letter(new Privacy(Privacy.Payload.FULL, List.of(), false)).stackTrace())
                .contains("Key (email)=(secret)");
    }

    @Test
    void reference_holdsNothingOfTheRecord() {
        DeadLetter letter = letter(new Privacy(Privacy.Payload.REFERENCE, List.of(), true));

        assertThat(letter.record().key()).isNull();
        assertThat(letter.record().value()).isNull();
        assertThat(letter.record().headers()).isEmpty();
        assertThat(letter.record().fidelity()).isEqualTo(PayloadFidelity.REFERENCE);
        assertThat(new String(LetterJson.write(letter), UTF_8)).doesNotContain("secret");
    }

    @Test
    void redactedHeaders_keepTheirNamesAlone() {
        DeadLetter letter = letter(new Privacy(Privacy.Payload.FULL, List.of(Pattern.compile("to.*")), true));

        assertThat(letter.record().headers())
                .satisfiesExactly(trace -> assertThat(trace.value()).isNotNull(), token -> {
                    assertThat(token.key()).isEqualTo("token");
                    assertThat(token.value()).isNull();
                });
    }
}
