/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureClass;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3FailuresTest {
    private final S3Failures failures = new S3Failures("bucket 'b'");

    private static Throwable error(String code, int status) {
        return S3Exception.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage("said so")
                        .build())
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "NoSuchBucket, 404, SYSTEMIC",
        "AccessDenied, 403, SYSTEMIC",
        "InvalidAccessKeyId, 403, SYSTEMIC",
        "SignatureDoesNotMatch, 403, SYSTEMIC",
        "RequestTimeTooSkewed, 403, SYSTEMIC",
        "AuthorizationHeaderMalformed, 400, SYSTEMIC",
        "PermanentRedirect, 301, SYSTEMIC",
        "KMS.DisabledException, 400, SYSTEMIC",
        "XAmzContentSHA256Mismatch, 400, SYSTEMIC",
        "NotImplemented, 501, SYSTEMIC",
        "EntityTooLarge, 400, SYSTEMIC",
        "NobodyKnows, 400, SYSTEMIC",
        "SlowDown, 503, TRANSIENT",
        "InternalError, 500, TRANSIENT",
        "BadDigest, 400, TRANSIENT",
        "RequestTimeout, 400, TRANSIENT",
        "OperationAborted, 409, TRANSIENT",
        "ConditionalRequestConflict, 409, TRANSIENT",
        "NobodyKnows, 502, TRANSIENT",
        "NobodyKnows, 429, TRANSIENT",
        "ServiceUnavailable, 503, TARGET_DOWN",
        "NobodyKnows, 503, TARGET_DOWN",
        "ExpiredToken, 400, TARGET_DOWN",
        "XMinioStorageFull, 507, TARGET_DOWN"
    })
    void code_hasItsClass(String code, int status, FailureClass expected) {
        Failure failure = failures.classify(error(code, status));

        assertThat(failure.failureClass()).isEqualTo(expected);
        assertThat(failure.code()).hasToString("s3." + code.replace('.', '-'));
        assertThat(failure.message()).contains("bucket 'b'", String.valueOf(status), "said so");
    }

    @ParameterizedTest
    @CsvSource({"403, SYSTEMIC", "400, SYSTEMIC", "500, TRANSIENT", "503, TARGET_DOWN"})
    void answerWithoutBody_isJudgedByItsStatus(int status, FailureClass expected) {
        Failure failure =
                failures.classify(S3Exception.builder().statusCode(status).build());

        assertThat(failure.failureClass()).isEqualTo(expected);
        assertThat(failure.code()).hasToString("s3.http-" + status);
    }

    @Test
    void adviceSaysWhatToDo() {
        assertThat(failures.classify(error("XAmzContentSHA256Mismatch", 400)).message())
                .contains("'checksum.mode' to 'when_required'");
        assertThat(failures.classify(error("AccessDenied", 403)).message()).contains("s3:ListBucket");
        assertThat(failures.classify(error("NoSuchBucket", 404)).message()).contains("create the bucket");
    }

    @Test
    void brokenConnection_isAnOutage() {
        Failure failure = failures.classify(
                SdkClientException.create("Unable to execute", new ConnectException("Connection refused")));

        assertThat(failure).isInstanceOf(Failure.TargetDown.class);
        assertThat(failure.message()).contains("Connection refused");
        assertThat(failures.classify(ApiCallTimeoutException.create(1_000))).isInstanceOf(Failure.TargetDown.class);
    }

    @Test
    void missingCredentialsAndRegion_areSystemic() {
        assertThat(failures.classify(SdkClientException.create(
                                "Unable to load credentials from any of the providers in the chain"))
                        .message())
                .contains("'aws.access.key.id'");
        assertThat(failures.classify(SdkClientException.create(
                                "Unable to load region from any of the providers in the chain"))
                        .message())
                .contains("'region'");
    }

    /** An object is many rows: no record may be blamed for its upload. */
    @Test
    void nothingIsUnclassifiedOrARecordsFault() {
        assertThat(failures.classify(new IllegalStateException("bug"))).isInstanceOf(Failure.Systemic.class);
        assertThat(failures.classify(SdkClientException.create("who knows"))).isInstanceOf(Failure.Systemic.class);
        assertThat(failures.classify(AbortedException.create("stop"))).isInstanceOf(Failure.Transient.class);
        assertThat(failures.classify(StoreException.passing("x", "y"))).isInstanceOf(Failure.Transient.class);
    }

    @Test
    void sessionName_isOneThatTheServiceAllows() {
        assertThat(S3Clients.sessionName("orders sink/1-0")).isEqualTo("millrace-orders-sink-1-0");
        assertThat(S3Clients.sessionName("x".repeat(100))).hasSize(64);
    }
}
