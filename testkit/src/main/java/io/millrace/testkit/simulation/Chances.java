/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What may happen next in a simulation, and how often. Confined to one thread. */
public final class Chances {
    private final Random random;
    private final List<Step> faces = new ArrayList<>();

    /** Something that happens. */
    public interface Step {
        void run() throws Exception;
    }

    public Chances(Random random) {
        this.random = random;
    }

    /** Lets a step happen so many times in all that happens. */
    public Chances with(int times, Step step) {
        for (int i = 0; i < times; i++) {
            faces.add(step);
        }
        return this;
    }

    /** One step happens. */
    public void step() throws Exception {
        faces.get(random.nextInt(faces.size())).run();
    }
}
