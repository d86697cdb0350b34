/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import java.util.Set;

/**
 * A unique index. Immutable.
 *
 * @param name of the index
 * @param columns what it is made of; without expressions
 * @param primary whether it is the primary key's
 * @param inferable whether {@code ON CONFLICT} can use it: no expressions, not partial, not deferred
 */
record PgIndex(String name, Set<String> columns, boolean primary, boolean inferable) {}
