/* SPDX-License-Identifier: Apache-2.0 */
/** The systems that a sink keeps in step with the store. */
@NullMarked
package io.millrace.quickstart.replica;

import org.jspecify.annotations.NullMarked;
