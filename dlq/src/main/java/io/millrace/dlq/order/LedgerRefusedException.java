/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.order;

import org.apache.kafka.connect.errors.ConnectException;

/** The ledger will not be read as things are configured, however long anybody waits. */
public final class LedgerRefusedException extends ConnectException {
    private static final long serialVersionUID = 1L;

    /** @param ledger name of the topic */
    public LedgerRefusedException(String ledger, Throwable cause) {
        super(
                "Topic '" + ledger + "', the ledger of the dead letters, may not be read: " + cause.getMessage()
                        + ". Grant READ, WRITE and DESCRIBE on it and on the topics of commands and audit beside it"
                        + " ('dlq.ledger.topic.name', 'dlq.commands.topic.name', 'dlq.audit.topic.name'), or set 'dlq.order' to"
                        + " 'none'",
                cause);
    }
}
