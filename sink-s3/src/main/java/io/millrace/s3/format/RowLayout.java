/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.format;

/** What rows of one object have in common: their schema. Compared by identity; belongs to its {@link RowFormat}. */
public interface RowLayout {}
