/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.order;

import io.millrace.dlq.control.AuditEntry;
import java.util.concurrent.Future;

/** Where it is kept what was done, for good. Task thread; calls do not wait. */
public interface AuditLog extends AutoCloseable {
    /** Starts to write an entry; the future completes normally only when it is durable. */
    Future<?> append(AuditEntry entry);

    @Override
    void close();
}
