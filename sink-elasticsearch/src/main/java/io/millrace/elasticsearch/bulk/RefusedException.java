/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch.bulk;

import io.millrace.elasticsearch.http.Reply;
import java.io.IOException;

/** A request was refused as a whole. */
final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient ServerError error;

    private RefusedException(ServerError error, String host) {
        super(error.describe() + " (" + host + ")");
        this.error = error;
    }

    static RefusedException of(Reply reply) throws IOException {
        return of(ServerError.of(reply.status(), reply.content()), reply.host());
    }

    static RefusedException of(ServerError error, String host) {
        return new RefusedException(error, host);
    }

    ServerError error() {
        return error;
    }
}
