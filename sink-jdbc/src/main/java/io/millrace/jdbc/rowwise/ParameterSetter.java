/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.rowwise;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Hands a value's bytes to a statement. Depends on the column's type alone and not on the value's source. */
@FunctionalInterface
interface ParameterSetter {
    /**
     * Sets one parameter.
     *
     * @param bytes where the value is
     * @param at where it begins, behind its length
     */
    void set(PreparedStatement statement, int parameter, byte[] bytes, int at, int length) throws SQLException;
}
