/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch.bulk;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How large requests may be, as far as the cluster or a proxy before it has told. Shared by lanes; thread-safe. */
final class SizeLimit {
    private static final Logger LOG = LoggerFactory.getLogger(SizeLimit.class);

    private final AtomicLong most = new AtomicLong(Long.MAX_VALUE);

    long most() {
        return most.get();
    }

    /** A request of several operations was too large: from now on none is more than half as large. */
    void tooLarge(int bytes) {
        long half = Math.max(1, bytes / 2);
        if (most.getAndAccumulate(half, Math::min) > half) {
            LOG.warn(
                    "A bulk request of {} bytes was refused as too large (413); from now on none has more than {}. Lower"
                            + " 'batch.max.bytes', or raise the limit of the cluster or of the proxy before it",
                    bytes,
                    half);
        }
    }
}
