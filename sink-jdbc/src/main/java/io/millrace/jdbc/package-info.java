/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.millrace.jdbc;

import org.jspecify.annotations.NullMarked;
