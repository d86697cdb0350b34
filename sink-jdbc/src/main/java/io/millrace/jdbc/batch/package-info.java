/* SPDX-License-Identifier: Apache-2.0 */
/** Writing batches in transactions: what is the same with every database. */
@NullMarked
package io.millrace.jdbc.batch;

import org.jspecify.annotations.NullMarked;
