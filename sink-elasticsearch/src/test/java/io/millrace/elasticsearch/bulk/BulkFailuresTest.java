/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureClass;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathBuilderException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.http.ConnectionClosedException;
import org.apache.http.conn.ConnectTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BulkFailuresTest {
    private final BulkFailures failures = new BulkFailures(true);

    private @Nullable FailureClass item(int status, @Nullable String type, String reason) {
        return failures.item(new ServerError(status, type, reason)).failureClass();
    }

    @ParameterizedTest
    @CsvSource({
        "400, document_parsing_exception, RECORD",
        "400, mapper_parsing_exception, RECORD",
        "400, strict_dynamic_mapping_exception, RECORD",
        "409, version_conflict_engine_exception, STALE",
        "404, document_missing_exception, DEPENDENCY",
        "429, es_rejected_execution_exception, TRANSIENT",
        "429, circuit_breaking_exception, TRANSIENT",
        "503, unavailable_shards_exception, TRANSIENT",
        "503, process_cluster_event_timeout_exception, TRANSIENT",
        "503, something_new, TRANSIENT",
        "403, cluster_block_exception, TARGET_DOWN",
        "429, cluster_block_exception, TARGET_DOWN",
        "503, cluster_block_exception, TARGET_DOWN",
        "400, index_closed_exception, TARGET_DOWN",
        "404, index_not_found_exception, SYSTEMIC",
        "400, invalid_index_name_exception, SYSTEMIC",
        "400, routing_missing_exception, SYSTEMIC",
        "400, validation_exception, SYSTEMIC",
        "401, security_exception, SYSTEMIC",
        "403, security_exception, SYSTEMIC",
        "400, something_new,",
        "500, something_new,",
        "400, illegal_argument_exception,",
        "413,, RECORD"
    })
    void item_meansWhatTheTableSays(int status, @Nullable String type, @Nullable FailureClass meaning) {
        assertThat(item(status, type, "")).isEqualTo(meaning);
    }

    @ParameterizedTest
    @CsvSource({
        "'mapper [a] cannot be changed from type [long] to [text]', RECORD",
        "'Limit of total fields [1000] has been exceeded while adding new fields [1]', RECORD",
        "'Document contains at least one immense term in field=\"a\"', RECORD",
        "'no write index is defined for alias [a].', SYSTEMIC",
        "'only write ops with an op_type of create are allowed in data streams', SYSTEMIC",
        "'pipeline with id [p] does not exist', SYSTEMIC"
    })
    void illegalArgument_isToldApartByItsReason(String reason, FailureClass meaning) {
        assertThat(item(400, "illegal_argument_exception", reason)).isEqualTo(meaning);
    }

    @Test
    void conflictWithoutVersionsOfOurs_isTriedAgain() {
        BulkFailures counting = new BulkFailures(false);

        assertThat(counting.item(new ServerError(409, "version_conflict_engine_exception", ""))
                        .failureClass())
                .isEqualTo(FailureClass.TRANSIENT);
    }

    @Test
    void message_namesFieldsAndNoValues() {
        Failure failure = failures.item(new ServerError(
                400,
                "document_parsing_exception",
                "[1:20] failed to parse field [amount] of type [long] in document with id 'secret-id'. Preview of field's"
                        + " value: 'secret'"));

        assertThat(failure.code()).hasToString("elasticsearch.document_parsing_exception");
        assertThat(failure.message()).contains("[amount]", "[long]", "mapping").doesNotContain("secret");
        assertThat(SafeReason.of("[secret-id]: version conflict, current version [5] is higher"))
                .isEqualTo("version conflict, current version [5] is higher");
        assertThat(SafeReason.of("For input string: \"secret\"")).isEmpty();
        assertThat(SafeReason.of("it's 'secret' and 'secret")).doesNotContain("secret");
        assertThat(SafeReason.of(
                        "Document contains at least one immense term in field=\"a\". The prefix of the first immense term is:"
                                + " '[115, 101]...'"))
                .isEqualTo("Document contains at least one immense term in field=\"a\".");
        assertThat(SafeReason.of("x".repeat(10_000))).hasSize(500);
    }

    @ParameterizedTest
    @CsvSource({
        "429, es_rejected_execution_exception, TRANSIENT",
        "503, cluster_block_exception, TARGET_DOWN",
        "503,, TARGET_DOWN",
        "502,, TARGET_DOWN",
        "504,, TRANSIENT",
        "401, security_exception, SYSTEMIC",
        "403, security_exception, SYSTEMIC",
        "302,, SYSTEMIC",
        "404,, SYSTEMIC",
        "400, parse_exception,",
        "400, illegal_argument_exception,",
        "500,,"
    })
    void wholeRequest_isNoRecordsFault(int status, @Nullable String type, @Nullable FailureClass meaning)
            throws Exception {
        String body =
                type == null ? "<html>" : "{\"error\":{\"root_cause\":[{\"type\":\"x\"}],\"type\":\"" + type + "\"}}";
        ServerError error = ServerError.of(status, new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));

        assertThat(error.type()).isEqualTo(type);
        assertThat(failures.classify(RefusedException.of(error, "http://host:9200"))
                        .failureClass())
                .isEqualTo(meaning);
    }

    @Test
    void noAnswer_isAnOutageOrPasses() {
        assertThat(classify(new ConnectException("refused"))).isEqualTo("TARGET_DOWN unreachable");
        assertThat(classify(new ConnectTimeoutException("slow"))).isEqualTo("TARGET_DOWN unreachable");
        assertThat(classify(new IOException("wrapped", new UnknownHostException("h"))))
                .isEqualTo("TARGET_DOWN unreachable");
        assertThat(classify(new SocketTimeoutException("slow"))).isEqualTo("TRANSIENT timeout");
        assertThat(classify(new ConnectionClosedException("cut"))).isEqualTo("TARGET_DOWN connection");
        assertThat(classify(new SSLHandshakeException("remote host terminated the handshake")))
                .isEqualTo("TARGET_DOWN connection");
        assertThat(classify(new SSLException("path", new CertPathBuilderException("nobody"))))
                .isEqualTo("SYSTEMIC certificate");
        assertThat(classify(new IllegalStateException("bug"))).isEqualTo("null unknown");
    }

    private String classify(Exception error) {
        Failure failure = failures.classify(error);
        return failure.failureClass() + " " + failure.code().value().substring("elasticsearch.".length());
    }
}
