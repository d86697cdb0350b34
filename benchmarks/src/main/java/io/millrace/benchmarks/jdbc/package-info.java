/* SPDX-License-Identifier: Apache-2.0 */
/** What the JDBC sink adds to the core. */
@NullMarked
package io.millrace.benchmarks.jdbc;

import org.jspecify.annotations.NullMarked;
