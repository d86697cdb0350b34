/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.order;

/**
 * What replaying letters needs beside the ledger.
 *
 * @param commands what is to be done
 * @param letters where letters are
 * @param audit what was done
 * @param restorer makes records of letters
 */
public record ReplayAccess(CommandSource commands, LetterSource letters, AuditLog audit, RecordRestorer restorer)
        implements AutoCloseable {
    @Override
    public void close() {
        commands.close();
        letters.close();
        audit.close();
        restorer.close();
    }
}
