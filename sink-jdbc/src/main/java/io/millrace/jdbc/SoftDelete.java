/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import java.util.Optional;

/**
 * How deleted rows are marked. At least one of the columns is given. Immutable.
 *
 * @param flag column that says whether a row is deleted
 * @param time column that says when it was deleted; NULL for rows that are not
 */
public record SoftDelete(Optional<String> flag, Optional<String> time) {}
