/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3;

import io.millrace.sink.connect.PipelineConnector;

/** Writes change events to S3 as a log of objects, each offset once. */
public final class S3SinkConnector extends PipelineConnector {
    public S3SinkConnector() {
        super(new S3Plugin(), S3SinkTask.class);
    }
}
