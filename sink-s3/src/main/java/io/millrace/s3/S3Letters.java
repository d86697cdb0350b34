/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3;

import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.LetterLines;
import io.millrace.dlq.store.LetterStore;
import io.millrace.s3.store.ObjectStore;
import java.util.List;

/**
 * Letters as objects of JSON lines: {@code <prefix><connector>/<day>/<first record>-<hash>.jsonl}. The name follows from
 * the letters, so what is written again replaces itself. Confined to one thread.
 */
final class S3Letters implements LetterStore {
    private final ObjectStore store;
    private final String prefix;

    S3Letters(ObjectStore store, String prefix) {
        this.store = store;
        this.prefix = prefix;
    }

    @Override
    public String name() {
        return store + ", '" + prefix + "'";
    }

    @Override
    public void store(List<DeadLetter> letters) {
        LetterLines lines = LetterLines.of(letters);
        store.write(prefix + lines.name(), lines.content(), LetterLines.MEDIA_TYPE);
    }

    @Override
    public void close() {
        store.close();
    }
}
