/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import io.millrace.sink.connect.PipelineTask;

/** A task of {@link JdbcSinkConnector}. */
public final class JdbcSinkTask extends PipelineTask {
    public JdbcSinkTask() {
        super(new JdbcPlugin());
    }
}
