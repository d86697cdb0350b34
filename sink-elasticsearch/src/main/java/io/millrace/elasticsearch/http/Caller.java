/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch.http;

import io.millrace.sink.wire.WireBuffer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.elasticsearch.client.Cancellable;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.RequestOptions;
import org.elasticsearch.client.Response;
import org.elasticsearch.client.ResponseException;
import org.elasticsearch.client.ResponseListener;
import org.elasticsearch.client.RestClient;
import org.jspecify.annotations.Nullable;

/**
 * One conversation with a cluster: a request at a time, each answered within a time that is set. Confined to its lane,
 * but for {@link #close}, which any thread may call.
 */
public final class Caller implements AutoCloseable {
    /** Bulk bodies are lines of JSON; plain JSON is taken for such by the same servers. */
    private static final String LINES = "application/x-ndjson";

    private static final String JSON = "application/json";

    private static final long MOST_KEPT_BYTES = 16 << 20;

    private final RestClient client;
    private final Duration deadline;
    private final boolean gzip;
    private final WireBuffer compressed = new WireBuffer(0);
    private volatile boolean closed;
    private volatile @Nullable CompletableFuture<Response> pending;

    Caller(RestClient client, Duration deadline, boolean gzip) {
        this.client = client;
        this.deadline = deadline;
        this.gzip = gzip;
    }

    /** Asks without a body. */
    public Reply ask(String method, String path) throws IOException, InterruptedException {
        return perform(new Request(method, path));
    }

    /** Posts lines of JSON: a part of a buffer, which is not read any more when this returns or throws. */
    public Reply postLines(String path, Map<String, String> parameters, WireBuffer body, int offset, int length)
            throws IOException, InterruptedException {
        Request request = new Request("POST", path);
        parameters.forEach(request::addParameter);
        return send(request, LINES, body, offset, length);
    }

    /** Sends JSON: all of a buffer, which is not read any more when this returns or throws. */
    public Reply sendJson(String method, String path, WireBuffer body) throws IOException, InterruptedException {
        return send(new Request(method, path), JSON, body, 0, body.size());
    }

    private Reply send(Request request, String type, WireBuffer body, int from, int length)
            throws IOException, InterruptedException {
        RequestBody entity;
        if (gzip) {
            compress(body, from, length);
            entity = new RequestBody(compressed.array(), 0, compressed.size(), type);
            request.setOptions(RequestOptions.DEFAULT.toBuilder().addHeader("Content-Encoding", "gzip"));
        } else {
            entity = new RequestBody(body.array(), from, length, type);
        }
        request.setEntity(entity);
        try {
            return perform(request);
        } finally {
            entity.detach();
        }
    }

    private void compress(WireBuffer body, int offset, int length) throws IOException {
        compressed.clear(MOST_KEPT_BYTES);
        try (GZIPOutputStream out = new FastGzip(compressed)) {
            out.write(body.array(), offset, length);
        }
    }

    private Reply perform(Request request) throws IOException, InterruptedException {
        CompletableFuture<Response> answer = new CompletableFuture<>();
        pending = answer;
        if (closed) {
            throw new InterruptedIOException("The lane is closed");
        }
        Cancellable exchange = client.performRequestAsync(request, listener(answer));
        boolean over = false;
        try {
            Reply reply = new Reply(answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS));
            over = true;
            return reply;
        } catch (ExecutionException e) {
            over = !closed;
            return replyOf(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw new NoReplyException(request.getMethod() + " " + request.getEndpoint() + " was not answered within "
                    + deadline.toMillis() + " ms");
        } finally {
            pending = null;
            if (!over) {
                exchange.cancel();
            }
        }
    }

    private static Reply replyOf(Throwable error) throws IOException {
        if (error instanceof ResponseException refused) {
            return new Reply(refused.getResponse());
        }
        if (error instanceof IOException unanswered) {
            throw unanswered;
        }
        throw new IOException("The request could not be sent: " + error, error);
    }

    private static ResponseListener listener(CompletableFuture<Response> answer) {
        return new ResponseListener() {
            @Override
            public void onSuccess(Response response) {
                answer.complete(response);
            }

            @Override
            public void onFailure(Exception error) {
                answer.completeExceptionally(error);
            }
        };
    }

    /** Ends the conversation; a request under way fails. */
    @Override
    public void close() {
        closed = true;
        CompletableFuture<Response> answer = pending;
        if (answer != null) {
            answer.completeExceptionally(new InterruptedIOException("The lane was closed while it waited"));
        }
    }

    /** The fastest level: most of the gain for the least work. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(WireBuffer out) throws IOException {
            super(out, 8 * 1024);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
