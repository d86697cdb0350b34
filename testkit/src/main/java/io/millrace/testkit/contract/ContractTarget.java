/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.contract;

import io.millrace.sink.spi.Target;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A target under test on its real server, with a destination of its own that nobody else uses. One for each test. Confined
 * to the test's thread.
 *
 * <p>The destination takes rows of these columns: {@code id} (64-bit integer, the key), {@code name} and {@code note}
 * (text, may be NULL), {@code quantity} (32-bit integer, may be NULL). If the target refuses rows, it refuses those whose
 * quantity is {@link #REFUSED_QUANTITY}.
 */
public interface ContractTarget extends AutoCloseable {
    /** The quantity that a destination with {@link Capability#REFUSES_ROWS} does not take: it fits into 32 bits and not into 16. */
    int REFUSED_QUANTITY = 100_000;

    /** What it can do. */
    Set<Capability> capabilities();

    /** A new instance, as a new task would make it. */
    Target open();

    /** Name of the destination. */
    String destination();

    /**
     * The rows of the destination by id, as a user of the target sees them; for a log, the state that applying it gives.
     * Values are {@code Long}, {@code Integer}, {@code String} or {@code null}; a column that was never written is
     * {@code null} or left out.
     */
    Map<Long, Map<String, Object>> rows() throws Exception;

    /** Cuts the connection to the server and lets nobody in. */
    void interrupt();

    /** Ends what {@link #interrupt} or {@link #loseReplies} began. */
    void restore();

    /** Lets requests through and loses what the server answers, once or for some time. */
    void loseReplies();

    /** The keys that the connector's validation refuses in a configuration that also says {@code settings}. */
    List<String> refusedKeys(Map<String, String> settings);

    /** Removes the destination. */
    @Override
    void close();
}
