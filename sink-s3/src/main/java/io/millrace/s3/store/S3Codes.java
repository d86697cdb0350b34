/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.store;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the error codes of S3 and of stores like it mean, and what to do about them. Stateless. */
final class S3Codes {
    enum Meaning {
        TRANSIENT,
        TARGET_DOWN,
        SYSTEMIC
    }

    /**
     * One line of the table.
     *
     * @param meaning what it means for the stream
     * @param advice what to do, or empty
     */
    record Line(Meaning meaning, String advice) {}

    private static final String CREDENTIALS =
            "check 'aws.access.key.id' and 'aws.secret.access.key', or the worker's environment if they are not set";
    private static final String PERMISSIONS =
            "the writer needs s3:PutObject and s3:GetObject on the objects and s3:ListBucket on the bucket";
    private static final String LOCATION = "check 'region' and 'endpoint'";
    private static final String CLOCK = "set the clock of this worker right";
    private static final String CHECKSUMS = "the store does not understand how the request is signed or checked; set"
            + " 'checksum.mode' to 'when_required'";
    private static final String KMS = "check the bucket's key for encryption, and that the writer may use it";

    private static final Map<String, Line> LINES = Map.ofEntries(
            systemic("AccessDenied", PERMISSIONS),
            systemic("AccountProblem", ""),
            systemic("AllAccessDisabled", ""),
            systemic("AuthorizationHeaderMalformed", LOCATION),
            systemic("EntityTooLarge", "lower 'target.object.bytes'"),
            systemic("IllegalLocationConstraintException", LOCATION),
            systemic("InvalidAccessKeyId", CREDENTIALS),
            systemic("InvalidBucketName", "check 'bucket'"),
            systemic("InvalidRequest", CHECKSUMS),
            systemic("InvalidSecurity", CREDENTIALS),
            systemic("InvalidToken", CREDENTIALS),
            systemic("KMS.DisabledException", KMS),
            systemic("KMS.InvalidStateException", KMS),
            systemic("KMS.NotFoundException", KMS),
            systemic("MethodNotAllowed", ""),
            systemic("NoSuchBucket", "create the bucket, or check 'bucket' and 'region'"),
            systemic(
                    "NotImplemented",
                    "the store does not know conditional writes or checksums; set 'checksum.mode' to 'when_required', and"
                            + " if that does not help 'conditional.writes' to 'off'"),
            systemic("NotSignedUp", ""),
            systemic("PermanentRedirect", LOCATION),
            systemic("RequestTimeTooSkewed", CLOCK),
            systemic("SignatureDoesNotMatch", CREDENTIALS),
            systemic("TemporaryRedirect", LOCATION),
            systemic("XAmzContentSHA256Mismatch", CHECKSUMS),
            transientLine("BadDigest"),
            transientLine("BandwidthLimitExceeded"),
            transientLine("ConditionalRequestConflict"),
            transientLine("IncompleteBody"),
            transientLine("InternalError"),
            transientLine("OperationAborted"),
            transientLine("PriorRequestNotComplete"),
            transientLine("RequestLimitExceeded"),
            transientLine("RequestThrottled"),
            transientLine("RequestThrottledException"),
            transientLine("RequestTimeout"),
            transientLine("RequestTimeoutException"),
            transientLine("SlowDown"),
            transientLine("Throttling"),
            transientLine("ThrottlingException"),
            transientLine("TooManyRequestsException"),
            down("ExpiredToken", "credentials have expired, and are asked for anew"),
            down("QuotaExceeded", "the store is full"),
            down("ServiceUnavailable", ""),
            down("TokenRefreshRequired", "credentials have expired, and are asked for anew"),
            down("XMinioServerNotInitialized", ""),
            down("XMinioStorageFull", "the store is full"));

    private S3Codes() {}

    private static Map.Entry<String, Line> systemic(String code, String advice) {
        return Map.entry(code, new Line(Meaning.SYSTEMIC, advice));
    }

    private static Map.Entry<String, Line> transientLine(String code) {
        return Map.entry(code, new Line(Meaning.TRANSIENT, ""));
    }

    private static Map.Entry<String, Line> down(String code, String advice) {
        return Map.entry(code, new Line(Meaning.TARGET_DOWN, advice));
    }

    /**
     * The line for an error.
     *
     * @param code the store's own, or {@code null}: answers to HEAD have none
     * @param status of HTTP
     */
    static Line line(@Nullable String code, int status) {
        Line line = code == null ? null : LINES.get(code);
        return line == null ? ofStatus(status) : line;
    }

    private static Line ofStatus(int status) {
        return switch (status) {
            case 301, 307, 308 -> new Line(Meaning.SYSTEMIC, LOCATION);
            case 401, 403 -> new Line(Meaning.SYSTEMIC, CREDENTIALS + "; " + PERMISSIONS);
            case 408, 409, 412, 425, 429 -> new Line(Meaning.TRANSIENT, "");
            case 501 -> new Line(Meaning.SYSTEMIC, "the store cannot do this");
            case 503 -> new Line(Meaning.TARGET_DOWN, "");
            default -> status >= 500 ? new Line(Meaning.TRANSIENT, "") : new Line(Meaning.SYSTEMIC, "");
        };
    }
}
