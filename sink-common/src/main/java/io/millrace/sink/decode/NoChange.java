/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.record.Skipped;
import org.jspecify.annotations.Nullable;

/** Tells by their schema's name the messages with which Debezium says something other than a change. Stateless. */
final class NoChange {
    private NoChange() {}

    /** Why records with this value schema ask for nothing to be written, or {@code null} if they may ask for something. */
    static @Nullable Skipped of(@Nullable String schemaName) {
        if (schemaName == null || !schemaName.startsWith("io.debezium.")) {
            return null;
        }
        if (schemaName.endsWith(".Heartbeat")) {
            return Skipped.HEARTBEAT;
        }
        if (schemaName.endsWith(".TransactionMetadataValue")) {
            return Skipped.TRANSACTION_MARKER;
        }
        if (schemaName.endsWith(".SchemaChangeValue")) {
            return Skipped.SCHEMA_CHANGE;
        }
        return schemaName.endsWith(".MessageValue") ? Skipped.LOGICAL_MESSAGE : null;
    }
}
