/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.restore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets go of plugins, which have had closing methods only since some version of Connect. Stateless. */
final class Closing {
    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    private Closing() {}

    static void quietly(Object plugin) {
        if (plugin instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                LOG.warn("Cannot close {}; going on", plugin.getClass().getName(), e);
            }
        }
    }
}
