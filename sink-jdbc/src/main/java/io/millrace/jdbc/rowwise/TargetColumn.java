/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.rowwise;

/**
 * A column of a table. Immutable.
 *
 * @param name exactly as the database spells it
 * @param type its type
 * @param nullable whether it takes NULL
 * @param generated whether the database computes it, so that nothing may be written
 */
public record TargetColumn(String name, TargetType type, boolean nullable, boolean generated) {}
