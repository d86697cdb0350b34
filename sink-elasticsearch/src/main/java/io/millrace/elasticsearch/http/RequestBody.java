/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.http.entity.AbstractHttpEntity;
import org.apache.http.nio.ContentEncoder;
import org.apache.http.nio.IOControl;
import org.apache.http.nio.entity.HttpAsyncContentProducer;
import org.jspecify.annotations.Nullable;

/**
 * A part of a lane's buffer as the body of a request, sent without a copy. The client's thread reads it while the lane
 * waits; after {@link #detach} it reads no more, so that the lane may use its buffer again even if the request is still
 * under way somewhere. Thread-safe by its own lock.
 */
final class RequestBody extends AbstractHttpEntity implements HttpAsyncContentProducer {
    private final int length;
    private @Nullable ByteBuffer rest;

    RequestBody(byte[] bytes, int offset, int length, String type) {
        this.length = length;
        this.rest = ByteBuffer.wrap(bytes, offset, length).slice();
        setContentType(type);
    }

    /** Takes the buffer away from the client; what it has not sent by now it never will. */
    synchronized void detach() {
        rest = null;
    }

    private ByteBuffer attached() throws IOException {
        if (rest == null) {
            throw new IOException("The request was given up");
        }
        return rest;
    }

    @Override
    public synchronized void produceContent(ContentEncoder encoder, IOControl control) throws IOException {
        ByteBuffer bytes = attached();
        encoder.write(bytes);
        if (!bytes.hasRemaining()) {
            encoder.complete();
        }
    }

    /** The end of one attempt: the client may send it again to another node. */
    @Override
    public synchronized void close() {
        if (rest != null) {
            rest.rewind();
        }
    }

    @Override
    public boolean isRepeatable() {
        return true;
    }

    @Override
    public long getContentLength() {
        return length;
    }

    @Override
    public synchronized InputStream getContent() throws IOException {
        ByteBuffer bytes = attached();
        int begin = bytes.arrayOffset();
        return new ByteArrayInputStream(Arrays.copyOfRange(bytes.array(), begin, begin + length));
    }

    @Override
    public synchronized void writeTo(OutputStream out) throws IOException {
        ByteBuffer bytes = attached();
        out.write(bytes.array(), bytes.arrayOffset(), length);
    }

    @Override
    public boolean isStreaming() {
        return false;
    }
}
