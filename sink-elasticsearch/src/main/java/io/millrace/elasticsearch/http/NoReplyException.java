/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch.http;

import java.io.IOException;

/** The time for an answer is over. What was asked for may still happen. */
public final class NoReplyException extends IOException {
    private static final long serialVersionUID = 1L;

    NoReplyException(String message) {
        super(message);
    }
}
