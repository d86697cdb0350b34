/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres.type;

/**
 * A column of a table. Immutable.
 *
 * @param name exactly as the database spells it
 * @param type its type
 * @param generated whether the database computes it, so that nothing may be written
 * @param identityAlways whether it is {@code GENERATED ALWAYS AS IDENTITY}
 * @param notNull whether it refuses NULL
 * @param filled whether the database gives it a value when a row comes without one
 */
public record PgColumn(
        String name, PgType type, boolean generated, boolean identityAlways, boolean notNull, boolean filled) {}
