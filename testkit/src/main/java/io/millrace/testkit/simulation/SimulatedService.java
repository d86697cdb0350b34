/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.simulation;

import java.util.Random;

/** Something that tasks ask and that answers late, or not at all, as the test decides. Confined to one thread. */
public interface SimulatedService {
    /** Something that was asked for is done or fails. Returns whether there was anything. */
    boolean answerOne(Random random);

    /** Refuses everything, or takes it again. */
    void setAway(boolean away);

    /** Whether nothing is under way. */
    boolean isIdle();
}
