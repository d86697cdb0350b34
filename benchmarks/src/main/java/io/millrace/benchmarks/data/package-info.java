/* SPDX-License-Identifier: Apache-2.0 */
/** The records that benchmarks work on: shapes of data as sources send them. */
@NullMarked
package io.millrace.benchmarks.data;

import org.jspecify.annotations.NullMarked;
