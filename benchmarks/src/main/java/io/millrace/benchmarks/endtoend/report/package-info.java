/* SPDX-License-Identifier: Apache-2.0 */
/** Results of end-to-end runs as a page and as tables for people. */
@NullMarked
package io.millrace.benchmarks.endtoend.report;

import org.jspecify.annotations.NullMarked;
