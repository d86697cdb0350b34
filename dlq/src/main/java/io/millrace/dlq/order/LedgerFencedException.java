/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.order;

import org.apache.kafka.connect.errors.ConnectException;

/** Entries were refused because somebody else has taken their source partition over: trying again is of no use. */
public final class LedgerFencedException extends ConnectException {
    private static final long serialVersionUID = 1L;

    /** @param message what was refused, and which epochs were compared */
    public LedgerFencedException(String message) {
        super(message);
    }
}
