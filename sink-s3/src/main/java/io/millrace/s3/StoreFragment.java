/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3;

import io.millrace.s3.store.ChecksumMode;
import io.millrace.s3.store.ConditionalWrites;
import io.millrace.s3.store.StoreSettings;
import io.millrace.sink.config.ConfigFragment;
import io.millrace.sink.config.ConfigView;
import io.millrace.sink.config.Definitions;
import io.millrace.sink.config.Problems;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** The bucket, who writes to it, and how. */
final class StoreFragment implements ConfigFragment {
    static final String BUCKET = "bucket";
    static final String REGION = "region";
    static final String ENDPOINT = "endpoint";
    static final String PATH_STYLE = "path.style.access";
    static final String ACCESS_KEY_ID = "aws.access.key.id";
    static final String SECRET_ACCESS_KEY = "aws.secret.access.key";
    static final String ROLE_ARN = "assume.role.arn";
    static final String EXTERNAL_ID = "assume.role.external.id";
    static final String CONNECT_TIMEOUT = "connection.timeout.ms";
    static final String REQUEST_TIMEOUT = "request.timeout.ms";
    static final String CHECKSUM_MODE = "checksum.mode";
    static final String CONDITIONAL_WRITES = "conditional.writes";

    private static final Pattern BUCKET_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]|arn:.+");
    private static final Pattern REGION_NAME = Pattern.compile("[a-z0-9-]+");
    private static final Pattern ROLE = Pattern.compile("arn:[a-z0-9-]+:iam::\\d+:role/.+");
    /** One connection for each upload, and some for questions. */
    private static final int CONNECTIONS_BESIDES = 2;

    @Override
    public void define(ConfigDef definition) {
        new Definitions(definition, "Store")
                .add(
                        BUCKET,
                        Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        matching("name of a bucket", BUCKET_NAME, "is no name of a bucket"),
                        Importance.HIGH,
                        "Bucket",
                        "Bucket that objects are written to; it must exist. An access point's ARN will do, too.")
                .add(
                        REGION,
                        Type.STRING,
                        null,
                        matching("name of a region", REGION_NAME, "is no name of a region"),
                        Importance.HIGH,
                        "Region",
                        "Region of the bucket, for example 'eu-central-1'. If not set, what the worker's environment says;"
                                + " with 'endpoint', 'us-east-1'.")
                .add(
                        ENDPOINT,
                        Type.STRING,
                        null,
                        Definitions.validator("URL", StoreFragment::checkEndpoint),
                        Importance.MEDIUM,
                        "Endpoint",
                        "Address of a store that is not Amazon's, for example 'https://minio.example.com:9000'.")
                .add(
                        PATH_STYLE,
                        Type.BOOLEAN,
                        null,
                        null,
                        Importance.LOW,
                        "Path style",
                        "Whether the bucket's name stands in the path of requests and not in the host. If not set: with"
                                + " 'endpoint' it does, else not.")
                .add(
                        ACCESS_KEY_ID,
                        Type.STRING,
                        null,
                        Definitions.notBlank(),
                        Importance.HIGH,
                        "Access key id",
                        "Who signs. If not set, the worker's environment says: variables, system properties, web identity,"
                                + " profile, container or instance.")
                .add(
                        SECRET_ACCESS_KEY,
                        Type.PASSWORD,
                        null,
                        null,
                        Importance.HIGH,
                        "Secret access key",
                        "What is signed with.")
                .add(
                        ROLE_ARN,
                        Type.STRING,
                        null,
                        matching(
                                "ARN of a role",
                                ROLE,
                                "is no ARN of a role, such as 'arn:aws:iam::123456789012:role/writer'"),
                        Importance.MEDIUM,
                        "Role",
                        "Role to assume before writing, with the credentials above.")
                .add(
                        EXTERNAL_ID,
                        Type.STRING,
                        null,
                        Definitions.notBlank(),
                        Importance.LOW,
                        "External id",
                        "What the owner of the role asks for besides.")
                .add(
                        CONNECT_TIMEOUT,
                        Type.LONG,
                        5_000L,
                        Range.atLeast(100),
                        Importance.LOW,
                        "Connect timeout",
                        "Longest wait in ms for a connection. After that the store counts as down, and is tried again.")
                .add(
                        REQUEST_TIMEOUT,
                        Type.LONG,
                        60_000L,
                        Range.atLeast(500),
                        Importance.LOW,
                        "Request timeout",
                        "Longest wait in ms for the answer to a request, the upload of an object included.")
                .add(
                        CHECKSUM_MODE,
                        Type.STRING,
                        Definitions.name(ChecksumMode.WHEN_SUPPORTED),
                        Definitions.oneOf(ChecksumMode.class),
                        Importance.LOW,
                        "Checksums",
                        "'when_supported': a CRC32 goes along with each object, and the store compares; 'when_required': none,"
                                + " for stores that answer with XAmzContentSHA256Mismatch or NotImplemented.")
                .add(
                        CONDITIONAL_WRITES,
                        Type.STRING,
                        Definitions.name(ConditionalWrites.REQUIRED),
                        Definitions.oneOf(ConditionalWrites.class),
                        Importance.MEDIUM,
                        "Conditional writes",
                        "'required': objects are created only if there is none of their name, which makes each offset stand"
                                + " in the bucket once, whatever happens; a store that cannot do this is refused. 'off':"
                                + " for such stores; a task that lost its partition and is late may replace an object.");
    }

    private static ConfigDef.Validator matching(String description, Pattern pattern, String problem) {
        return Definitions.validator(description, (key, value) -> {
            if (value != null && !pattern.matcher(value.toString()).matches()) {
                throw new ConfigException(key, value, problem);
            }
        });
    }

    private static void checkEndpoint(String key, @Nullable Object value) {
        if (value == null) {
            return;
        }
        String problem = "must be 'http://host:port' or 'https://host:port'";
        try {
            URI uri = URI.create(value.toString());
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (!http || uri.getHost() == null || uri.getUserInfo() != null || uri.getRawQuery() != null) {
                throw new ConfigException(key, value, problem);
            }
        } catch (IllegalArgumentException e) {
            throw new ConfigException(key, value, problem);
        }
    }

    @Override
    public void check(ConfigView config, Problems problems) {
        boolean id = config.posted(ACCESS_KEY_ID) != null;
        boolean secret = config.posted(SECRET_ACCESS_KEY) != null;
        if (id && !secret) {
            problems.add(SECRET_ACCESS_KEY, "must be set, since '" + ACCESS_KEY_ID + "' is");
        }
        if (secret && !id) {
            problems.add(ACCESS_KEY_ID, "must be set, since '" + SECRET_ACCESS_KEY + "' is");
        }
        if (config.text(EXTERNAL_ID) != null && config.posted(ROLE_ARN) == null) {
            problems.add(ROLE_ARN, "must be set, since '" + EXTERNAL_ID + "' is");
        }
        Number connect = config.number(CONNECT_TIMEOUT);
        Number request = config.number(REQUEST_TIMEOUT);
        if (connect != null && request != null && request.longValue() < connect.longValue()) {
            problems.add(REQUEST_TIMEOUT, "is " + request + ", less than '" + CONNECT_TIMEOUT + "' (" + connect + ")");
        }
    }

    /** The settings of a configuration that has been checked. */
    static StoreSettings read(AbstractConfig config) {
        return read(config, config.getInt(ObjectFragment.THREADS) + CONNECTIONS_BESIDES);
    }

    /** As above, for as many connections at the same time as are given. */
    static StoreSettings read(AbstractConfig config, int connections) {
        Optional<URI> endpoint = Optional.ofNullable(config.getString(ENDPOINT)).map(URI::create);
        Boolean pathStyle = config.getBoolean(PATH_STYLE);
        return new StoreSettings(
                config.getString(BUCKET),
                Optional.ofNullable(config.getString(REGION)),
                endpoint,
                pathStyle == null ? endpoint.isPresent() : pathStyle,
                Optional.ofNullable(config.getString(ACCESS_KEY_ID)),
                Optional.ofNullable(config.getPassword(SECRET_ACCESS_KEY)),
                Optional.ofNullable(config.getString(ROLE_ARN)),
                Optional.ofNullable(config.getString(EXTERNAL_ID)),
                Duration.ofMillis(config.getLong(CONNECT_TIMEOUT)),
                Duration.ofMillis(config.getLong(REQUEST_TIMEOUT)),
                connections,
                Definitions.constant(ChecksumMode.class, config.getString(CHECKSUM_MODE)),
                Definitions.constant(ConditionalWrites.class, config.getString(CONDITIONAL_WRITES)));
    }
}
