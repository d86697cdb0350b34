/* SPDX-License-Identifier: Apache-2.0 */
/** Figures, how they spread, and which goals they meet. */
@NullMarked
package io.millrace.benchmarks.endtoend.result;

import org.jspecify.annotations.NullMarked;
