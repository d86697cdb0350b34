/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.file;

import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.LetterLines;
import io.millrace.dlq.store.LetterStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;

/**
 * Letters as files of JSON lines in a folder: {@code <connector>/<day>/<first record>-<hash>.jsonl}. A file appears whole
 * and on the disk, or not at all. Confined to one thread.
 */
public final class FileStore implements LetterStore {
    private final Path folder;

    /** @param folder is made if it is not there */
    public FileStore(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    @Override
    public String name() {
        return "folder '" + folder + "'";
    }

    @Override
    public void store(List<DeadLetter> letters) throws IOException {
        LetterLines lines = LetterLines.of(letters);
        Path file = folder.resolve(lines.name());
        Path parent = Objects.requireNonNull(file.getParent(), "it is in a folder");
        createFolders(parent);
        Path unfinished = file.resolveSibling(file.getFileName() + ".part");
        try (FileChannel channel = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            ByteBuffer content = ByteBuffer.wrap(lines.content());
            while (content.hasRemaining()) {
                channel.write(content);
            }
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(parent);
    }

    /** Makes folders that outlive a crash of the machine, each being an entry of the one above it. */
    private static void createFolders(Path path) throws IOException {
        Path above = path.getParent();
        if (Files.isDirectory(path) || above == null) {
            return;
        }
        createFolders(above);
        Files.createDirectories(path);
        force(above);
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Nothing to close: each file is closed when it is whole. */
    @Override
    public void close() {}
}
