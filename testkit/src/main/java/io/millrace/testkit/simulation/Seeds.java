/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** The seeds of simulations. */
public final class Seeds {
    private Seeds() {}

    /**
     * So many seeds, the same each time. They do not just follow each other: of such seeds {@link java.util.Random} makes
     * first numbers that are much the same, and a hundred simulations would all have, or all not have, what is decided first.
     */
    public static List<Long> madeOf(long origin, int count) {
        return new SplittableRandom(origin).longs(count).boxed().toList();
    }
}
