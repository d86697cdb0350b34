/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.store;

import io.millrace.dlq.letter.DeadLetter;
import java.util.List;

/**
 * A place that takes letters in batches and may block: {@link StoreDestination} gives it a thread of its own, and is the
 * only one to call it.
 */
public interface LetterStore extends AutoCloseable {
    /** Name for messages, for example {@code table 'dead_letters'}. */
    String name();

    /**
     * Stores letters and returns when all of them are durable. The same letters may come again, also in other batches: by
     * its id a letter must be recognisable as the one that is there. Every wait must be bounded.
     *
     * @param letters at least one
     * @throws io.millrace.dlq.LetterRefusedException if they can never be stored; several are then tried one by one
     * @throws Exception if trying again may help
     */
    void store(List<DeadLetter> letters) throws Exception;

    /** Lets go of all resources. */
    @Override
    void close();
}
