/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch.bulk;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when nothing is written any more because everything is older than what is there: that is as it should be while
 * old events come again, and a frozen index when a topic's offsets have begun anew. Confined to its lane.
 */
final class StaleRun {
    private static final Logger LOG = LoggerFactory.getLogger(StaleRun.class);
    private static final long NOTEWORTHY = 10_000;

    private final String lane;
    private long inARow;
    private boolean told;

    StaleRun(String lane) {
        this.lane = lane;
    }

    /** A batch was answered. */
    void answered(int written, int stale) {
        if (written > 0) {
            inARow = 0;
            told = false;
            return;
        }
        inARow += stale;
        if (inARow >= NOTEWORTHY && !told) {
            told = true;
            LOG.warn(
                    "{}: the last {} events changed nothing, since their documents have the same or a newer version. That is"
                            + " as it should be while events come again that were written before. If the topic was created"
                            + " anew or its offsets were reset to lower ones, raise 'version.epoch' by one",
                    lane,
                    inARow);
        }
    }
}
