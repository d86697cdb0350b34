/* SPDX-License-Identifier: Apache-2.0 */
/** Servers, connectors and what flows between them. */
@NullMarked
package io.millrace.quickstart.pipeline;

import org.jspecify.annotations.NullMarked;
