/* SPDX-License-Identifier: Apache-2.0 */
/** Destinations that store many letters with one request: tables, files, objects. */
@NullMarked
package io.millrace.dlq.store;

import org.jspecify.annotations.NullMarked;
