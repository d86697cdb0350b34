/* SPDX-License-Identifier: Apache-2.0 */
/** Any other database, by standard SQL and the driver's metadata. */
@NullMarked
package io.millrace.jdbc.ansi;

import org.jspecify.annotations.NullMarked;
