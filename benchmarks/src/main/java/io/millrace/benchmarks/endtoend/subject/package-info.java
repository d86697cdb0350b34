/* SPDX-License-Identifier: Apache-2.0 */
/** Who is measured, and with which settings. */
@NullMarked
package io.millrace.benchmarks.endtoend.subject;

import org.jspecify.annotations.NullMarked;
