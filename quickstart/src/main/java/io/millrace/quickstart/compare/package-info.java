/* SPDX-License-Identifier: Apache-2.0 */
/** Rows of any system in one form, and what differs between two systems. */
@NullMarked
package io.millrace.quickstart.compare;

import org.jspecify.annotations.NullMarked;
