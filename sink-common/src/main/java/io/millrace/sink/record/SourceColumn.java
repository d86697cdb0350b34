/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.record;

/**
 * How a column is declared in the source database, as Debezium's {@code column.propagate.source.type} tells. Immutable.
 *
 * @param type name of the type as the source spells it: {@code VARCHAR}, {@code BIGINT UNSIGNED}
 * @param length length of a text, or digits of a number; {@link ColumnType#UNKNOWN} if it has none
 * @param scale digits after the point; {@link ColumnType#UNKNOWN} if it has none
 */
public record SourceColumn(String type, int length, int scale) {}
