/* SPDX-License-Identifier: Apache-2.0 */
/** Letters in a table of a database, by plain JDBC. */
@NullMarked
package io.millrace.dlq.jdbc;

import org.jspecify.annotations.NullMarked;
