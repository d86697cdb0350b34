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
    /** Each is written on its own: the destination keeps what came, or what came first. */
    NONE
}
