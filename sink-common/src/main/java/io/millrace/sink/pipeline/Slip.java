/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.pipeline;

/** What a pipeline wants done when a letter is safe. Immutable. */
public final class Slip {
    final Runnable safe;

    Slip(Runnable safe) {
        this.safe = safe;
    }
}
