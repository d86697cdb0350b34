/* SPDX-License-Identifier: Apache-2.0 */
/** Sinks on a real worker, from a topic to their target: ours and others, side by side in one run. */
@NullMarked
package io.millrace.benchmarks.endtoend;

import org.jspecify.annotations.NullMarked;
