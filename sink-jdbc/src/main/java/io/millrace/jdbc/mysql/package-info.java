/* SPDX-License-Identifier: Apache-2.0 */
/** MariaDB and MySQL. */
@NullMarked
package io.millrace.jdbc.mysql;

import org.jspecify.annotations.NullMarked;
