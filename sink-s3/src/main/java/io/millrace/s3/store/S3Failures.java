/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.store;

import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureCode;
import io.millrace.sink.spi.FailureClassifier;
import io.millrace.sink.spi.Scope;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * What errors of the client and the store mean. Stateless and thread-safe.
 *
 * <p>Nothing is left unclassified: an object is many rows, and no row is ever at fault for an upload that fails.
 */
public final class S3Failures implements FailureClassifier {
    /** Answers to HEAD have no code. */
    private static final Set<String> DENIED = Set.of("s3.AccessDenied", "s3.http-403");

    private final String where;

    /** @param where the bucket, for messages */
    public S3Failures(String where) {
        this.where = where;
    }

    @Override
    public Failure classify(Throwable error) {
        if (error instanceof StoreException store) {
            return store.failure();
        }
        if (error instanceof AwsServiceException service) {
            return ofService(service);
        }
        if (error instanceof ApiCallTimeoutException || error instanceof ApiCallAttemptTimeoutException) {
            return new Failure.TargetDown(
                    FailureCode.of("s3", "timeout"), "no answer within 'request.timeout.ms' from " + where, error);
        }
        if (error instanceof AbortedException || error instanceof InterruptedException) {
            return new Failure.Transient(FailureCode.of("s3", "interrupted"), "interrupted", error);
        }
        return error instanceof SdkClientException ? ofClient(error) : unexpected(error);
    }

    /** Permissions may be missing for one prefix; everything else that is wrong is wrong for all. */
    @Override
    public Scope scope(Failure failure) {
        return DENIED.contains(failure.code().value()) ? Scope.DESTINATION : Scope.TARGET;
    }

    private Failure ofService(AwsServiceException error) {
        String code =
                error.awsErrorDetails() == null ? null : error.awsErrorDetails().errorCode();
        S3Codes.Line line = S3Codes.line(code, error.statusCode());
        FailureCode failureCode =
                FailureCode.of("s3", code == null || code.isBlank() ? "http-" + error.statusCode() : code);
        String message = where + " answers " + error.statusCode() + " " + text(error)
                + (line.advice().isEmpty() ? "" : "; " + line.advice());
        return switch (line.meaning()) {
            case TRANSIENT -> new Failure.Transient(failureCode, message, error);
            case TARGET_DOWN -> new Failure.TargetDown(failureCode, message, error);
            case SYSTEMIC -> new Failure.Systemic(failureCode, message, error);
        };
    }

    private static String text(AwsServiceException error) {
        String said =
                error.awsErrorDetails() == null ? null : error.awsErrorDetails().errorMessage();
        return said == null || said.isBlank() ? "" : "(" + said + ")";
    }

    private Failure ofClient(Throwable error) {
        IOException broken = find(error);
        if (broken != null) {
            return new Failure.TargetDown(
                    FailureCode.of("s3", "no-connection"), where + " cannot be reached: " + broken, error);
        }
        String message = String.valueOf(error.getMessage());
        if (message.contains("credentials")) {
            return new Failure.Systemic(
                    FailureCode.of("s3", "no-credentials"),
                    "there are no credentials: set 'aws.access.key.id' and 'aws.secret.access.key', or see to the worker's"
                            + " environment (" + message + ")",
                    error);
        }
        if (message.contains("region")) {
            return new Failure.Systemic(
                    FailureCode.of("s3", "no-region"),
                    "nobody says where " + where + " is: set 'region' (" + message + ")",
                    error);
        }
        return new Failure.Systemic(FailureCode.of("s3", "client"), message, error);
    }

    private static Failure unexpected(Throwable error) {
        return new Failure.Systemic(
                FailureCode.of("s3", "unexpected"),
                "unexpected " + error.getClass().getName() + ": " + error.getMessage(),
                error);
    }

    private static @Nullable IOException find(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException broken) {
                return broken;
            }
        }
        return null;
    }
}
