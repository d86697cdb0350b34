/* SPDX-License-Identifier: Apache-2.0 */
/** Letters in a table of a database, by plain JDBC. */
@org.jspecify.annotations.NullMarked
package io.millrace.dlq.jdbc;
