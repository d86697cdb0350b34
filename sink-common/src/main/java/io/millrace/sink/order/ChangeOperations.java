/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Delete;
import io.millrace.sink.record.Truncate;

/** What letters call events. Stateless and thread-safe. */
public final class ChangeOperations {
    private ChangeOperations() {}

    /** {@code UPSERT}, {@code DELETE} or {@code TRUNCATE}. */
    public static String name(ChangeEvent event) {
        if (event instanceof Delete) {
            return "DELETE";
        }
        return event instanceof Truncate ? "TRUNCATE" : "UPSERT";
    }
}
