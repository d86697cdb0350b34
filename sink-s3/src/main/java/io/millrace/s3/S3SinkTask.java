/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3;

import io.millrace.sink.connect.PipelineTask;

/** A task of {@link S3SinkConnector}. */
public final class S3SinkTask extends PipelineTask {
    public S3SinkTask() {
        super(new S3Plugin());
    }
}
