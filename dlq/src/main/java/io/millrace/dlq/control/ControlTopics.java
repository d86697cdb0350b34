/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.control;

/**
 * The topics beside that of the letters. Immutable.
 *
 * @param ledger what has become of keys and letters; compacted
 * @param commands what is to be done
 * @param audit what has been done
 */
public record ControlTopics(String ledger, String commands, String audit) {
    /** Those that belong to the letters in {@code lettersTopic}. */
    public static ControlTopics of(String lettersTopic) {
        return new ControlTopics(lettersTopic + ".ledger", lettersTopic + ".commands", lettersTopic + ".audit");
    }
}
