/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.FailureClass;
import io.millrace.dlq.control.LetterStatus;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.LetterKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which letters a command is about: those that all given options hold for. */
final class LetterFilter {
    @Parameters(
            arity = "0..*",
            paramLabel = "ID|GROUP",
            description = "Letters by id, or groups by fingerprint; the first digits will do.")
    List<String> names = new ArrayList<>();

    @Option(names = "--code", paramLabel = "CODE", description = "Failure code, such as jdbc.22001.")
    @Nullable
    String code;

    @Option(names = "--class", paramLabel = "CLASS", description = "Class of failure: ${COMPLETION-CANDIDATES}.")
    @Nullable
    FailureClass failureClass;

    @Option(names = "--kind", paramLabel = "KIND", description = "How letters came to be: ${COMPLETION-CANDIDATES}.")
    @Nullable
    LetterKind kind;

    @Option(names = "--target", paramLabel = "NAME", description = "Table, index or path.")
    @Nullable
    String target;

    @Option(names = "--source-topic", paramLabel = "NAME", description = "Topic that the records came from.")
    @Nullable
    String sourceTopic;

    @Option(names = "--partition", paramLabel = "N", description = "Source partition.")
    @Nullable
    Integer partition;

    @Option(names = "--from-offset", paramLabel = "N", description = "Least source offset.")
    @Nullable
    Long fromOffset;

    @Option(names = "--to-offset", paramLabel = "N", description = "Greatest source offset.")
    @Nullable
    Long toOffset;

    @Option(names = "--key-hash", paramLabel = "HASH", description = "Key, by its hash.")
    @Nullable
    String keyHash;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Died at or after: 2026-11-26T08:15:00Z, or 90m, 12h, 7d before now.")
    @Nullable
    String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Died before.")
    @Nullable
    String until;

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            description = "What has become of them: ${COMPLETION-CANDIDATES}. Open ones if not given.")
    @Nullable
    LetterStatus status;

    @Option(names = "--all", description = "Also those that are settled.")
    boolean all;

    /** Whether a letter is meant. */
    boolean matches(StoredLetter stored, long now) {
        return matchesStatus(stored) && matchesWhatever(stored, now);
    }

    /** The same for letters of any status. */
    boolean matchesWhatever(StoredLetter stored, long now) {
        DeadLetter letter = stored.letter();
        return matchesName(letter)
                && matchesPlace(letter)
                && (code == null || code.equals(letter.code().value()))
                && (failureClass == null || failureClass == letter.failureClass())
                && (kind == null || kind == letter.kind())
                && (target == null || target.equals(letter.destination()))
                && (keyHash == null || keyHash.equals(letter.keyHash()))
                && (since == null || letter.deadAt() >= Times.parse(since, now, "--since"))
                && (until == null || letter.deadAt() < Times.parse(until, now, "--until"));
    }

    private boolean matchesName(DeadLetter letter) {
        if (names.isEmpty()) {
            return true;
        }
        for (String name : names) {
            if (letter.id().value().startsWith(name)
                    || letter.fingerprint().value().startsWith(name)) {
                return true;
            }
        }
        return false;
    }

    private boolean matchesStatus(StoredLetter stored) {
        if (status != null) {
            return status == stored.status();
        }
        return all || stored.status().isOpen();
    }

    private boolean matchesPlace(DeadLetter letter) {
        long offset = letter.coordinates().offset();
        return (sourceTopic == null || sourceTopic.equals(letter.coordinates().topic()))
                && (partition == null
                        || Objects.equals(partition, letter.coordinates().partition()))
                && (fromOffset == null || offset >= fromOffset)
                && (toOffset == null || offset <= toOffset);
    }

    /** Whether anything at all restricts the letters. */
    boolean isEmpty() {
        return names.isEmpty()
                && code == null
                && failureClass == null
                && kind == null
                && target == null
                && sourceTopic == null
                && partition == null
                && keyHash == null
                && since == null
                && until == null
                && fromOffset == null
                && toOffset == null;
    }
}
