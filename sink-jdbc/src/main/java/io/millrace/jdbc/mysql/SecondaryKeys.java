/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.mysql;

/** What an upsert does with a table that has further unique keys: the values of {@code mysql.secondary.unique.keys}. */
public enum SecondaryKeys {
    /** Nothing: the task fails. */
    REFUSE,
    /** It updates the row with the key, and inserts it if there is none. */
    UPDATE_THEN_INSERT
}
