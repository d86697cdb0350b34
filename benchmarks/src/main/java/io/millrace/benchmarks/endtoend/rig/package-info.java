/* SPDX-License-Identifier: Apache-2.0 */
/** The servers, and what is read from them while something is measured. */
@NullMarked
package io.millrace.benchmarks.endtoend.rig;

import org.jspecify.annotations.NullMarked;
