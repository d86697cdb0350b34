/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.contract;

import io.millrace.dlq.DeadLetterDestination;
import io.millrace.dlq.FailedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** Takes every letter at once. Task thread only. */
final class KeptLetters implements DeadLetterDestination {
    private final List<FailedRecord> letters = new ArrayList<>();

    @Override
    public String name() {
        return "kept letters";
    }

    @Override
    public Future<?> send(FailedRecord letter) {
        letters.add(letter);
        return CompletableFuture.completedFuture(null);
    }

    List<FailedRecord> all() {
        return letters;
    }

    @Override
    public void close() {
        // Nothing to let go of.
    }
}
