/* SPDX-License-Identifier: Apache-2.0 */
/** Databases that are written row by row, through JDBC's own parameters: all but PostgreSQL. */
@NullMarked
package io.millrace.jdbc.rowwise;

import org.jspecify.annotations.NullMarked;
