/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.LetterJson;
import io.millrace.testkit.contract.Orders;
import io.millrace.testkit.contract.TaskRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real server says of rows does not reach letters. */
class LetterPrivacyIT {
    private static final String SECRET = "Ada Lovelace";

    @TempDir
    Path folder;

    private final Database database = new Database();
    private final Orders orders = new Orders();

    private String letter(String... settings) throws Exception {
        Map<String, String> config = database.config();
        config.put("dlq.destinations", "file");
        config.put("dlq.file.folder", folder.toString());
        for (int i = 0; i < settings.length; i += 2) {
            config.put(settings[i], settings[i + 1]);
        }
        try (TaskRun task = new TaskRun(new JdbcSinkTask(), config)) {
            task.put(orders.create(1, SECRET, 4_711, null).take()).drain();
        }
        List<String> lines = lines();
        assertThat(lines).hasSize(1);
        return lines.get(0);
    }

    private List<String> lines() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            Path file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
            return Files.readAllLines(file);
        }
    }

    @Test
    void constraint_isNamedAndTheRowIsNot() throws Exception {
        database.execute("CREATE TABLE orders (id bigint PRIMARY KEY, name text, quantity integer, note text,"
                + " CONSTRAINT famous CHECK (name <> '" + SECRET + "'))");

        assertThat(letter("dlq.payload", "reference"))
                .contains("jdbc.23514", "famous", "\"payload\":\"reference\"")
                .doesNotContain(SECRET, "4711");
    }

    @Test
    void whatATriggerSays_isLeftOutAndItsFunctionNamed() throws Exception {
        database.execute(
                "CREATE TABLE orders (id bigint PRIMARY KEY, name text, quantity integer, note text)",
                "CREATE FUNCTION judge() RETURNS trigger LANGUAGE plpgsql AS"
                        + " $$ BEGIN RAISE 'not for % (%)', NEW.name, NEW.quantity; END $$",
                "CREATE TRIGGER judge BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION judge()");

        assertThat(letter("dlq.payload", "reference"))
                .contains("jdbc.P0001", "PL/pgSQL function judge()")
                .doesNotContain(SECRET, "4711");
    }

    @Test
    void fullLetter_holdsTheRowInItsPayloadAlone() throws Exception {
        database.execute(
                "CREATE TABLE orders (id bigint PRIMARY KEY, name text, quantity integer, note text NOT NULL)");

        DeadLetter letter = LetterJson.read(letter().getBytes(StandardCharsets.UTF_8));

        assertThat(letter.record().value()).asString(StandardCharsets.UTF_8).contains(SECRET);
        assertThat(letter.message()).contains("\"note\"").doesNotContain(SECRET);
        assertThat(letter.stackTrace()).contains("Caused by: ").doesNotContain(SECRET, "4711");
        assertThat(letter.fingerprint().title()).contains("column \"note\"").doesNotContain(SECRET);
    }
}
