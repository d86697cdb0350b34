/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.batch;

import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureCode;
import io.millrace.sink.spi.Outcome;

/** Takes what became of entries that a statement has not written although it did not fail. Confined to its lane. */
@FunctionalInterface
public interface Told {
    /** A part of a row has nothing to be a part of. */
    Outcome NO_ROW = Outcome.failed(new Failure.Dependency(
            FailureCode.of("jdbc", "no-row"),
            "the source left columns out that have not changed, and the row that would have them is not there",
            null));

    /**
     * An entry was not written.
     *
     * @param entry position in the batch
     */
    void tell(int entry, Outcome outcome);
}
