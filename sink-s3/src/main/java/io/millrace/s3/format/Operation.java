/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.format;

import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.SourceOperation;

/** What a row says that happened. Stateless. */
final class Operation {
    private Operation() {}

    /**
     * Debezium's letter. Never missing, since {@code op <> 'd'} must be true for every row that is no delete: a flat
     * record, which does not say how its row came to be, has an {@code u}.
     */
    static String of(ChangeEvent event) {
        return event.operation() == SourceOperation.UNKNOWN
                ? SourceOperation.UPDATE.code()
                : event.operation().code();
    }
}
