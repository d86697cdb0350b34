/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.control;

/** What stands in the ledger: the newest entry of each {@link #key} counts. Immutable. */
public sealed interface LedgerEntry permits KeyEntry, LetterEntry, OwnerEntry {
    /** The key of its record on the topic. */
    String key();

    /** Connector whose entry it is: several may share a ledger. */
    String connector();

    /** Topic of the source partition it belongs to. */
    String topic();

    /** Number of the source partition it belongs to; all entries of one are on the same partition of the ledger. */
    int partition();

    /** Number of the assignment under which it was written; a lower one than the partition's owner has is out of date. */
    long epoch();

    /** ms since the epoch. */
    long at();
}
