/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.memory;

import io.millrace.dlq.control.LedgerEntry;
import io.millrace.dlq.order.LedgerStore;
import java.util.List;

/** A ledger of dead letters that a memory server keeps beside its rows. */
public interface RowLedger {
    /** A task's own way to it. */
    LedgerStore connect();

    /** Whether entries of one partition come from somebody who does not own it any more. */
    boolean isFenced(List<LedgerEntry> entries);

    /** Takes entries that follow from rows which are being written. */
    void commit(List<LedgerEntry> entries);
}
