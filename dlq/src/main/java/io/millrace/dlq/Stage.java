/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq;

/** Where on its way a record failed. The name is the value of the {@code dl.stage} header. */
public enum Stage {
    /** Making a change event of the record. */
    DECODE,
    /** Making the target's wire form of the event. */
    ENCODE,
    /** Writing it. */
    WRITE
}
