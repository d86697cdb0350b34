/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch.bulk;

import io.millrace.dlq.Failure;
import io.millrace.elasticsearch.http.Caller;
import io.millrace.elasticsearch.http.Reply;
import io.millrace.sink.spi.Batch;
import io.millrace.sink.spi.BatchWriter;
import io.millrace.sink.spi.Outcome;
import io.millrace.sink.spi.WriteResult;
import java.util.List;
import java.util.Map;

/** Sends a batch as one bulk request, or as several where one would be too large. Confined to its lane. */
final class BulkWriter implements BatchWriter {
    private static final int TOO_LARGE = 413;

    private final Caller caller;
    private final Map<String, String> parameters;
    private final Partials partials;
    private final BulkFailures failures;
    private final BulkReply replies;
    private final SizeLimit limit;
    private final StaleRun staleRun;
    private final Operations operations = new Operations();

    /** @param serverTimeoutMillis how long the cluster may wait for shards */
    BulkWriter(
            Caller caller,
            long serverTimeoutMillis,
            Partials partials,
            BulkFailures failures,
            SizeLimit limit,
            StaleRun staleRun) {
        this.caller = caller;
        this.parameters = Map.of("filter_path", BulkReply.FILTER, "timeout", serverTimeoutMillis + "ms");
        this.partials = partials;
        this.failures = failures;
        this.replies = new BulkReply(failures);
        this.limit = limit;
        this.staleRun = staleRun;
    }

    @Override
    public WriteResult write(Batch batch) throws Exception {
        partials.fill(operations, batch);
        int next = 0;
        try {
            while (next < operations.size()) {
                next = send(next);
            }
        } catch (Exception e) {
            if (next == 0) {
                throw e;
            }
            restFailed(next, failures.classify(e));
        }
        return result();
    }

    /** Sends one request and returns the operation that the next one begins with. */
    private int send(int from) throws Exception {
        int to = operations.cut(from, limit.most());
        int bytes = operations.bytes(from, to);
        Reply reply = caller.postLines("/_bulk", parameters, operations.bytes(), operations.start(from), bytes);
        if (reply.isSuccess()) {
            replies.read(reply.content(), operations, from, to);
            return to;
        }
        if (reply.status() != TOO_LARGE) {
            throw RefusedException.of(reply);
        }
        if (to - from > 1) {
            limit.tooLarge(bytes);
            return from;
        }
        operations.decide(from, Outcome.failed(failures.item(new ServerError(TOO_LARGE, null, bytes + " bytes"))));
        return to;
    }

    private void restFailed(int next, Failure failure) {
        Outcome failed = Outcome.failed(failure);
        for (int i = next; i < operations.size(); i++) {
            operations.decide(i, failed);
        }
    }

    private WriteResult result() {
        if (operations.isAllWritten()) {
            staleRun.answered(operations.entryCount(), 0);
            return WriteResult.ALL_WRITTEN;
        }
        List<Outcome> outcomes = operations.outcomes();
        int written = 0;
        int stale = 0;
        for (Outcome outcome : outcomes) {
            written += outcome == Outcome.WRITTEN ? 1 : 0;
            stale += outcome == Outcome.STALE ? 1 : 0;
        }
        staleRun.answered(written, stale);
        return WriteResult.each(outcomes);
    }

    @Override
    public void close() {
        caller.close();
    }
}
