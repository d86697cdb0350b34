/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.LetterJson;
import io.millrace.dlq.letter.Letters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest {
    @TempDir
    Path folder;

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void letters_becomeOneFileOfLines() throws Exception {
        List<DeadLetter> letters = List.of(Letters.letter(1), Letters.letter(2));
        FileStore store = new FileStore(folder.resolve("a/b"));

        store.store(letters);

        assertThat(files()).hasSize(1);
        Path file = files().get(0);
        assertThat(folder.relativize(file).toString()).startsWith("a/b/orders-sink/2023-11-14/orders-2-1-");
        List<DeadLetter> read = Files.readAllLines(file).stream()
                .map(line -> LetterJson.read(Letters.bytes(line)))
                .toList();
        assertThat(read).usingRecursiveComparison().isEqualTo(letters);
    }

    @Test
    void sameLettersAgain_replaceTheirFile() throws Exception {
        FileStore store = new FileStore(folder);

        store.store(List.of(Letters.letter(1), Letters.letter(2)));
        store.store(List.of(Letters.letter(1), Letters.letter(2)));
        assertThat(files()).hasSize(1);

        store.store(List.of(Letters.letter(1)));
        assertThat(files()).hasSize(2);
    }

    @Test
    void folderThatCannotBeWritten_failsAndMayBeTriedAgain() throws Exception {
        Path taken = Files.writeString(folder.resolve("taken"), "a file");
        FileStore store = new FileStore(taken);

        assertThatThrownBy(() -> store.store(List.of(Letters.letter(1)))).isInstanceOf(IOException.class);

        Files.delete(taken);
        store.store(List.of(Letters.letter(1)));
        assertThat(files()).hasSize(1);
    }
}
