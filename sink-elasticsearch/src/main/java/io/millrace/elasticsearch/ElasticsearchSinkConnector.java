/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch;

import io.millrace.sink.connect.PipelineConnector;

/** Keeps indices of Elasticsearch in step with change events. */
public final class ElasticsearchSinkConnector extends PipelineConnector {
    public ElasticsearchSinkConnector() {
        super(new ElasticsearchPlugin(), ElasticsearchSinkTask.class);
    }
}
