/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.record;

/** What may become of several changes of one row in one batch: depends on what a change means at its destination. */
public enum Folding {
    /** They are written as their net effect: the destination is the state of the source's table. */
    NET_EFFECT,
    /** As {@link #NET_EFFECT}, but a delete only marks the row, which must have got its last values before. */
    SOFT_DELETES,
    /** As {@link #NET_EFFECT}, but rows are never created: after a delete there is nothing left to change. */
    UPDATES,
    /** Each is written on its own, in the order of arrival: the destination's rows are what came, or what came first. */
    NONE,
    /** Each is kept as it is, with its offset: the order in which they are written says nothing. */
    LOG;

    /** Whether several changes of one row may become one. */
    public boolean folds() {
        return this != NONE && this != LOG;
    }
}
