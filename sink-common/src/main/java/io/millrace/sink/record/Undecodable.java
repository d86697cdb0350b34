/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.record;

import io.millrace.dlq.Failure;
import org.jspecify.annotations.Nullable;

/**
 * A record that no event can be made of.
 *
 * @param failure why: the record's fault or a wrong configuration
 * @param destination where it was for, or {@code null} if that cannot be told
 * @param key what identifies its row, or {@code null} if that cannot be told
 */
public record Undecodable(Failure failure, @Nullable Destination destination, @Nullable RowKey key)
        implements Decoded {}
