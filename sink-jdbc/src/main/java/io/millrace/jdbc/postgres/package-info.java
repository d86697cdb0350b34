/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.millrace.jdbc.postgres;

import org.jspecify.annotations.NullMarked;
