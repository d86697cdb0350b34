/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import io.millrace.testkit.contract.PluginArchiveContract;

/** The connector's zip is what it should be. */
class JdbcArchiveIT extends PluginArchiveContract {
    JdbcArchiveIT() {
        super("sink-jdbc", JdbcSinkConnector.class.getName());
    }
}
