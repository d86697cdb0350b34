/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.letter;

/** How a letter came to be. The name is the value of the {@code dl.kind} header. */
public enum LetterKind {
    /** Its record failed. */
    FAILED,
    /** Its record did not fail, but came after one of the same key that did, and must wait for it. */
    PARKED,
    /** Somebody put the record of another letter right. */
    EDITED
}
