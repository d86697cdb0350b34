/* SPDX-License-Identifier: Apache-2.0 */
/** Runs the benchmarks: from the command line, with a report at the end. */
@NullMarked
package io.millrace.benchmarks;

import org.jspecify.annotations.NullMarked;
