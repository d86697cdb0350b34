/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.control;

import io.millrace.dlq.LetterId;
import org.jspecify.annotations.Nullable;

/**
 * A record that was put right. The arrays are not copied: nobody may change them.
 *
 * @param letter letter whose place it takes
 * @param value value bytes, in the format of the letter's own; {@code null} for a tombstone
 * @param key key bytes, or {@code null} to keep the letter's
 */
public record Edit(LetterId letter, byte @Nullable [] value, byte @Nullable [] key) {}
