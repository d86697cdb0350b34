/* SPDX-License-Identifier: Apache-2.0 */
/** A whole pipeline with one command: start, watch, drain, compare. */
@NullMarked
package io.millrace.quickstart;

import org.jspecify.annotations.NullMarked;
