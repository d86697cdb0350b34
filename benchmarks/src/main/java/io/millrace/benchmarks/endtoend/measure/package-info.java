/* SPDX-License-Identifier: Apache-2.0 */
/** One measurement each: how fast a topic is drained, how long a row takes. */
@NullMarked
package io.millrace.benchmarks.endtoend.measure;

import org.jspecify.annotations.NullMarked;
