/* SPDX-License-Identifier: Apache-2.0 */
/** Letters in files of JSON lines. */
@NullMarked
package io.millrace.dlq.file;

import org.jspecify.annotations.NullMarked;
