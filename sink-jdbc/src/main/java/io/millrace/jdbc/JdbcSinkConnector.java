/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import io.millrace.sink.connect.PipelineConnector;

/** Keeps tables of a relational database in step with change events. */
public final class JdbcSinkConnector extends PipelineConnector {
    public JdbcSinkConnector() {
        super(new JdbcPlugin(), JdbcSinkTask.class);
    }
}
