/* SPDX-License-Identifier: Apache-2.0 */
/** What the core costs, step by step and as a whole. */
@NullMarked
package io.millrace.benchmarks.core;

import org.jspecify.annotations.NullMarked;
