/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.config;

/** What deletes do: the values of {@code delete.mode}. */
public enum DeleteMode {
    /** They end rows. */
    DELETE,
    /** They mark rows as deleted; only for targets that can. */
    SOFT,
    /** They are skipped and counted. */
    IGNORE
}
