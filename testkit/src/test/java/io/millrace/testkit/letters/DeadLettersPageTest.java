/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.letters;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dlq.FailureClass;
import io.millrace.dlq.letter.LetterHeaders;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The guide cannot differ from the code. */
class DeadLettersPageTest {
    private static String read(String path) throws IOException {
        return Files.readString(Path.of(System.getProperty("millrace.root"), path));
    }

    @Test
    void everyHeader_isInTheReference() throws Exception {
        String page = read("docs/dead-letters.md");
        for (Field constant : LetterHeaders.class.getFields()) {
            String name = (String) constant.get(null);
            boolean isHeader = LetterHeaders.isOurs(name) && !name.endsWith(".errors.") && !name.equals("dl.");
            if (isHeader) {
                assertThat(page).as("docs/dead-letters.md").contains("| `" + name + "` |");
            }
        }
    }

    @Test
    void everyClassOfFailure_hasItsRunbook() throws Exception {
        String page = read("docs/dead-letters.md");
        for (FailureClass failure : FailureClass.values()) {
            assertThat(page).contains("| " + failure + " |");
        }
    }

    @Test
    void example_isTheTestedOne() throws Exception {
        String source = read("testkit/src/test/java/io/millrace/testkit/letters/NotesSinkTask.java");
        String example = source.substring(source.indexOf("/** Somebody's task"));

        assertThat(read("docs/dead-letters.md")).contains("```java\n" + example + "```");
    }
}
