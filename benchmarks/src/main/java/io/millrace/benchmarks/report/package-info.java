/* SPDX-License-Identifier: Apache-2.0 */
/** A page that people can read, made of results. */
@NullMarked
package io.millrace.benchmarks.report;

import org.jspecify.annotations.NullMarked;
