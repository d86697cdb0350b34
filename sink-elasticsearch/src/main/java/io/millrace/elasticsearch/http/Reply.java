/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch.http;

import java.io.IOException;
import java.io.InputStream;
import org.apache.http.Header;
import org.apache.http.HttpEntity;
import org.elasticsearch.client.Response;
import org.jspecify.annotations.Nullable;

/** What a node has answered, held in memory as a whole. Confined to one thread. */
public final class Reply {
    private final Response response;

    Reply(Response response) {
        this.response = response;
    }

    /** HTTP status. */
    public int status() {
        return response.getStatusLine().getStatusCode();
    }

    /** Whether the status is 2xx. */
    public boolean isSuccess() {
        return status() / 100 == 2;
    }

    /** The body; empty if there is none. */
    public InputStream content() throws IOException {
        HttpEntity entity = response.getEntity();
        return entity == null ? InputStream.nullInputStream() : entity.getContent();
    }

    /** Whether the body says that it is JSON. */
    public boolean isJson() {
        HttpEntity entity = response.getEntity();
        Header type = entity == null ? null : entity.getContentType();
        return type != null && type.getValue().contains("json");
    }

    /** Who has answered. */
    public String host() {
        return response.getHost().toURI();
    }

    /** A header's value, or {@code null}. */
    public @Nullable String header(String name) {
        return response.getHeader(name);
    }
}
