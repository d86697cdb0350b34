/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import io.millrace.testkit.rules.ArchitectureContract;

class JdbcArchitectureTest extends ArchitectureContract {
    JdbcArchitectureTest() {
        super("sink-jdbc", "io.millrace.jdbc", true);
    }
}
