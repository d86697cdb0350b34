/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch.bulk;

import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureClass;
import io.millrace.dlq.FailureCode;
import io.millrace.dlq.SafeText;
import io.millrace.elasticsearch.http.Causes;
import io.millrace.elasticsearch.http.NoReplyException;
import io.millrace.sink.spi.FailureClassifier;
import io.millrace.sink.spi.Scope;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Set;
import org.apache.http.ContentTooLongException;
import org.apache.http.conn.ConnectTimeoutException;
import org.jspecify.annotations.Nullable;

/** What errors of requests and of their items mean. Stateless and thread-safe. */
final class BulkFailures implements FailureClassifier {
    private static final String AREA = "elasticsearch";

    private static final String CONFLICT = "version_conflict_engine_exception";

    private static final Set<String> OF_AN_INDEX =
            Set.of(AREA + ".cluster_block_exception", AREA + ".index_closed_exception");
    private static final Set<String> OF_THE_CLUSTER =
            Set.of(AREA + ".certificate", AREA + ".authentication_exception", AREA + ".media_type_header_exception");

    private final boolean versioned;

    /**
     * @param versioned whether documents carry versions of ours: then a conflict says that there is a newer one, and
     *     else that somebody has come between reading a document and writing it
     */
    BulkFailures(boolean versioned) {
        this.versioned = versioned;
    }

    @Override
    public Failure classify(Throwable error) {
        if (error instanceof FailedException known) {
            return known.failure();
        }
        if (error instanceof RefusedException refused) {
            return whole(refused);
        }
        if (error instanceof IOException unanswered) {
            return unanswered(unanswered);
        }
        return new Failure.Unclassified(
                FailureCode.of(AREA, "unknown"),
                "unexpected " + error.getClass().getName() + ": "
                        + SafeText.withoutValues(String.valueOf(error.getMessage())),
                error);
    }

    /** A block, or being closed, is a state of one index; what came without a type is not Elasticsearch's own. */
    @Override
    public Scope scope(Failure failure) {
        String code = failure.code().value();
        if (failure instanceof Failure.TargetDown) {
            return OF_AN_INDEX.contains(code) ? Scope.DESTINATION : Scope.TARGET;
        }
        boolean whole = code.startsWith(AREA + ".http-") || OF_THE_CLUSTER.contains(code);
        return whole ? Scope.TARGET : Scope.DESTINATION;
    }

    /** A request was refused as a whole: what would mean one record if an item said it, need not mean one here. */
    private Failure whole(RefusedException refused) {
        ServerError error = refused.error();
        FailureClass meaning = meaning(error);
        String message = String.valueOf(refused.getMessage()) + advice(error);
        if (error.status() == 503 && meaning == FailureClass.TRANSIENT) {
            meaning = FailureClass.TARGET_DOWN;
        }
        if (meaning == FailureClass.RECORD || meaning == FailureClass.STALE || meaning == FailureClass.DEPENDENCY) {
            meaning = null;
        }
        return failure(meaning, code(error), message, refused);
    }

    /** One item of a bulk was refused. */
    Failure item(ServerError error) {
        return failure(meaning(error), code(error), error.describe() + advice(error), null);
    }

    private @Nullable FailureClass meaning(ServerError error) {
        return !versioned && CONFLICT.equals(error.type()) ? FailureClass.TRANSIENT : ErrorTable.meaning(error);
    }

    private static FailureCode code(ServerError error) {
        return FailureCode.of(AREA, error.type() == null ? "http-" + error.status() : error.type());
    }

    /** What to do, where the server does not say it. */
    private static String advice(ServerError error) {
        if (error.status() == 401) {
            return "; check 'connection.user' and 'connection.password', or 'connection.api.key'";
        }
        if (error.type() == null) {
            return switch (error.status()) {
                case 404, 405 ->
                    "; does 'connection.url' point to Elasticsearch, with the path of a proxy if there is one?";
                case 413 -> "; the limit is the cluster's 'http.max_content_length' or that of a proxy before it";
                default -> "";
            };
        }
        return switch (error.type()) {
            case "security_exception" ->
                "; give the user the privileges 'create_index', 'write' and 'read' on the index";
            case "index_not_found_exception" ->
                "; create the index, or let the cluster create it ('action.auto_create_index')";
            case "cluster_block_exception" -> "; remove the block, or free disk space if it is the flood stage's";
            case "index_closed_exception" -> "; open the index";
            case "document_parsing_exception", "mapper_parsing_exception" ->
                "; the index's mapping does not take this value";
            case "strict_dynamic_mapping_exception" -> "; add the field to the index's mapping";
            default -> "";
        };
    }

    private static Failure failure(
            @Nullable FailureClass meaning, FailureCode code, String message, @Nullable Throwable cause) {
        if (meaning == null) {
            return new Failure.Unclassified(code, message, cause);
        }
        return switch (meaning) {
            case TRANSIENT -> new Failure.Transient(code, message, cause);
            case TARGET_DOWN -> new Failure.TargetDown(code, message, cause);
            case SYSTEMIC -> new Failure.Systemic(code, message, cause);
            case RECORD -> new Failure.Rejected(code, message, cause);
            case DEPENDENCY -> new Failure.Dependency(code, message, cause);
            case STALE -> new Failure.Stale(code, message, cause);
        };
    }

    /** Nobody has answered, or not to the end. Bulk requests may be repeated, so it does not matter which. */
    private static Failure unanswered(IOException error) {
        String message = error.getClass().getSimpleName() + ": " + error.getMessage();
        if (Causes.isUntrusted(error)) {
            return new Failure.Systemic(
                    FailureCode.of(AREA, "certificate"),
                    message + "; the server's certificate is not trusted: see 'connection.ssl.truststore.location' and"
                            + " 'connection.ssl.verification'",
                    error);
        }
        if (Causes.has(error, ContentTooLongException.class)) {
            return new Failure.Unclassified(FailureCode.of(AREA, "long-reply"), message, error);
        }
        if (Causes.has(error, ConnectException.class)
                || Causes.has(error, ConnectTimeoutException.class)
                || Causes.has(error, UnknownHostException.class)) {
            return new Failure.TargetDown(FailureCode.of(AREA, "unreachable"), message, error);
        }
        if (error instanceof NoReplyException || Causes.has(error, SocketTimeoutException.class)) {
            return new Failure.Transient(FailureCode.of(AREA, "timeout"), message, error);
        }
        if (error instanceof InterruptedIOException) {
            return new Failure.Transient(FailureCode.of(AREA, "closed"), message, error);
        }
        return new Failure.TargetDown(FailureCode.of(AREA, "connection"), message, error);
    }
}
