/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.control;

/** What a command asks for. */
public enum Action {
    /** Apply the selected letters. */
    REPLAY,
    /** Give the selected letters up. */
    DISCARD,
    /** Apply all letters of the selected keys, those included that come while it runs, until the keys are clean. */
    RELEASE,
    /** Put a letter with another record in the place of one. */
    EDIT,
    /** Stop a plan for the time being. */
    PAUSE,
    /** Go on with a plan that is paused. */
    RESUME,
    /** End a plan. What it has applied stays applied. */
    CANCEL
}
