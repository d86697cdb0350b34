/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.rowwise;

import org.jspecify.annotations.Nullable;

/**
 * What a column that is there needs so that events fit. Immutable.
 *
 * @param column as it is
 * @param type the wider type as SQL, or {@code null} if it keeps its own
 * @param dropNotNull whether it must take NULL from now on
 */
public record ColumnChange(TargetColumn column, @Nullable String type, boolean dropNotNull) {}
