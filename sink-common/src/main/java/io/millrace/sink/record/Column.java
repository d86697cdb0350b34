/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.record;

/**
 * One column of a {@link RowShape}. Immutable.
 *
 * @param name as the source spells it
 * @param type what its values mean
 * @param optional whether a value may be NULL
 */
public record Column(String name, ColumnType type, boolean optional) {}
