/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.batch;

import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureCode;

/** Events do not fit a table, as both are: no record of this shape can be written. */
public final class PlanException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    /** @param detail end of the failure's code */
    public PlanException(String detail, String message) {
        super(message);
        this.failure = new Failure.Systemic(FailureCode.of("jdbc", detail), message, this);
    }

    public Failure failure() {
        return failure;
    }
}
