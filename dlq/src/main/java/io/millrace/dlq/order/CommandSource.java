/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.order;

import io.millrace.dlq.control.Command;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** What somebody wants done with letters, all that is still kept first. Task thread; calls do not wait. */
public interface CommandSource extends AutoCloseable {
    /** The next command, or {@code null} if there is none for now. */
    @Nullable
    Command poll();

    /**
     * Whether everything has been handed out that had been said when this was opened: what was begun long ago may have been
     * cancelled since.
     */
    boolean isCaughtUp();

    /** Tells all tasks of the connector something. */
    Future<?> publish(Command command);

    @Override
    void close();
}
