/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.batch;

/** How events of one shape get into one table: worked out once per shape, and the same instance from then on. */
public interface Plan {
    /** How many of an entry's first fields are the key's. */
    int keyColumns();
}
