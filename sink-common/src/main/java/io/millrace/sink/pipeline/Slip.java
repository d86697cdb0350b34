/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.pipeline;

import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Origin;
import org.jspecify.annotations.Nullable;

/** What a pipeline wants back when a letter is safe: whose offset to settle and how many bytes to release. Immutable. */
public final class Slip {
    final Origin origin;
    final @Nullable ChangeEvent event;
    final long bytes;

    Slip(Origin origin, @Nullable ChangeEvent event, long bytes) {
        this.origin = origin;
        this.event = event;
        this.bytes = bytes;
    }
}
