/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.order;

import io.millrace.dlq.LetterId;
import io.millrace.dlq.letter.DeadLetter;
import java.util.Set;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Where letters are read back. Task thread; calls do not wait. */
public interface LetterSource extends AutoCloseable {
    /** Starts to read some letters, in the order in which they were written, as far as they were written by now. */
    Reading read(Set<LetterId> wanted);

    /** Starts to write a letter that stands in the place of another one. */
    Future<?> write(DeadLetter letter);

    @Override
    void close();

    /** Letters that come one after the other; not many are kept at a time. Task thread. */
    interface Reading extends AutoCloseable {
        /** The next letter, or {@code null} if there is none for now. */
        @Nullable
        Found poll();

        /** Whether all have come. */
        boolean isDone();

        /** Why no more come although not all have, or {@code null}. */
        @Nullable
        Throwable failure();

        @Override
        void close();
    }

    /** A letter and its place on the topic. Immutable. */
    record Found(DeadLetter letter, int partition, long offset) {}
}
