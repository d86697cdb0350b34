/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch;

import io.millrace.sink.connect.PipelineTask;

/** A task of {@link ElasticsearchSinkConnector}. */
public final class ElasticsearchSinkTask extends PipelineTask {
    public ElasticsearchSinkTask() {
        super(new ElasticsearchPlugin());
    }
}
