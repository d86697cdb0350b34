/* SPDX-License-Identifier: Apache-2.0 */
/** Failed records, and a dead-letter queue to drive by hand. */
@NullMarked
package io.millrace.testkit.letters;

import org.jspecify.annotations.NullMarked;
