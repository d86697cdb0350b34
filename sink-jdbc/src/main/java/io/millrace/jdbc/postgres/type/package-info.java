/* SPDX-License-Identifier: Apache-2.0 */
/** How one value of one type gets into a column: which pairs there are, what each keeps, and how it is written. */
@NullMarked
package io.millrace.jdbc.postgres.type;

import org.jspecify.annotations.NullMarked;
