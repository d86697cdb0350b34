/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.spi;

import io.millrace.dlq.FailureCode;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by a {@link RecordEncoder}: this record has a value that the target cannot take. The message names the field
 * and both types, never the value.
 */
public final class BadRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient FailureCode code;

    public BadRecordException(FailureCode code, String message) {
        this(code, message, null);
    }

    public BadRecordException(FailureCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public FailureCode code() {
        return code;
    }
}
