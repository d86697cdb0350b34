/* SPDX-License-Identifier: Apache-2.0 */
/** How much memory a record may cost, and whether it keeps to that. */
@NullMarked
package io.millrace.benchmarks.budget;

import org.jspecify.annotations.NullMarked;
