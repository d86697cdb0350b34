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

    /** Tells all tasks of the connector something. */
    Future<?> publish(Command command);

    @Override
    void close();
}
