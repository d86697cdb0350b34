/* SPDX-License-Identifier: Apache-2.0 */
/** Benchmarks of what only this package knows; the package itself is in the core. */
@NullMarked
package io.millrace.sink.lane;

import org.jspecify.annotations.NullMarked;
