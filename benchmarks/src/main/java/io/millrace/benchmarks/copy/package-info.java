/* SPDX-License-Identifier: Apache-2.0 */
/** How many rows it takes for COPY to pay. */
@NullMarked
package io.millrace.benchmarks.copy;

import org.jspecify.annotations.NullMarked;
