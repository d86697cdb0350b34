/* SPDX-License-Identifier: Apache-2.0 */
/** Letters in files of JSON lines. */
@org.jspecify.annotations.NullMarked
package io.millrace.dlq.file;
