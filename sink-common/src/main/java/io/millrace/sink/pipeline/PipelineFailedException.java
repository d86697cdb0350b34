/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.pipeline;

import io.millrace.dlq.Failure;
import org.apache.kafka.connect.errors.ConnectException;

/** Nothing can be written as things are configured. The message says what is wrong and what to do. */
public final class PipelineFailedException extends ConnectException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    PipelineFailedException(Failure failure, String where) {
        super("[" + failure.code() + "] " + where + ": " + failure.message(), failure.cause());
        this.failure = failure;
    }

    /** What has failed. */
    public Failure failure() {
        return failure;
    }
}
