/* SPDX-License-Identifier: Apache-2.0 */
/** Whom to trust on encrypted connections. */
@NullMarked
package io.millrace.sink.tls;

import org.jspecify.annotations.NullMarked;
