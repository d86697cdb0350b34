/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.order;

import org.apache.kafka.connect.errors.ConnectException;

/** The ledger will not be read as things are configured, however long anybody waits. */
public final class LedgerRefusedException extends ConnectException {
    private static final long serialVersionUID = 1L;

    /** @param message what is refused, why, and what to do */
    public LedgerRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
