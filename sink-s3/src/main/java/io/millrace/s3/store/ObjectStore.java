/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.store;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * One bucket. Objects are created and never changed. Thread-safe; every call comes back within the settings' timeout.
 *
 * <p>Nothing is retried here: the core does that, and a request that the client had silently repeated could not be told
 * from one that somebody else has overtaken.
 */
public final class ObjectStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ObjectStore.class);
    private static final int PAGE = 1_000;
    private static final int NOT_FOUND = 404;
    private static final int PRECONDITION_FAILED = 412;

    /** Holds nothing; its name tells readers such as Athena and Spark to leave it alone. */
    static final String PROBE = "_millrace/conditional-writes";

    private final StoreSettings settings;
    private final String task;
    private volatile boolean proved;
    private @Nullable S3Client client;

    /** @param task what sessions of an assumed role are called, and for messages */
    public ObjectStore(StoreSettings settings, String task) {
        this.settings = settings;
        this.task = task;
    }

    /** Where objects are, for messages. */
    @Override
    public String toString() {
        return "bucket '" + settings.bucket() + "'";
    }

    private synchronized S3Client client() {
        S3Client current = client;
        if (current == null) {
            current = S3Clients.open(settings, task);
            client = current;
        }
        return current;
    }

    /**
     * Makes sure, once, that the store keeps its side of the promise: it must refuse to replace an object.
     *
     * @throws StoreException if it does not
     */
    public void prove() throws StoreException {
        if (proved) {
            return;
        }
        if (settings.conditionalWrites() == ConditionalWrites.OFF) {
            LOG.warn("{}: 'conditional.writes' is off: objects in {} are written at least once", task, this);
        } else if (replaces()) {
            throw StoreException.systemic(
                    "conditions-ignored",
                    this + " replaces objects although it was told not to ('If-None-Match: *'), so that a task which is"
                            + " late could replace what another has written; use a store that honours conditional writes,"
                            + " or set 'conditional.writes' to 'off' and live with that");
        } else {
            LOG.info("{}: {} honours conditional writes: each offset is stored once", task, this);
        }
        proved = true;
    }

    /** Whether an object of which one is there already can be created: the first answer may only say that there was none. */
    private boolean replaces() {
        boolean first = createProbe();
        return first && createProbe();
    }

    private boolean createProbe() {
        PutObjectRequest request = PutObjectRequest.builder()
                .bucket(settings.bucket())
                .key(PROBE)
                .ifNoneMatch("*")
                .build();
        return put(request, RequestBody.empty());
    }

    /**
     * Creates an object.
     *
     * @param contentType media type
     * @return false if there is one of that name already; it is left as it is
     */
    public boolean create(String key, ObjectBuffer content, ObjectRange range, String contentType) {
        PutObjectRequest.Builder request = PutObjectRequest.builder()
                .bucket(settings.bucket())
                .key(key)
                .contentType(contentType)
                .metadata(range.metadata());
        if (settings.conditionalWrites() == ConditionalWrites.REQUIRED) {
            request.ifNoneMatch("*");
        }
        if (settings.checksums() == ChecksumMode.WHEN_SUPPORTED) {
            request.checksumCRC32(range.crc32());
        }
        return put(request.build(), RequestBody.fromContentProvider(content::open, content.size(), contentType));
    }

    /**
     * Writes an object, whether or not there is one of that name. For content that follows from the name.
     *
     * @param contentType media type
     */
    public void write(String key, byte[] content, String contentType) {
        client().putObject(
                        PutObjectRequest.builder()
                                .bucket(settings.bucket())
                                .key(key)
                                .contentType(contentType)
                                .build(),
                        RequestBody.fromBytes(content));
    }

    private boolean put(PutObjectRequest request, RequestBody body) {
        try {
            client().putObject(request, body);
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() == PRECONDITION_FAILED) {
                return false;
            }
            throw e;
        }
    }

    /**
     * What an object holds.
     *
     * @return {@code null} if there is no such object
     * @throws StoreException if it was not written by this connector
     */
    public @Nullable ObjectRange range(String key) throws StoreException {
        try {
            ObjectRange range = ObjectRange.of(client().headObject(HeadObjectRequest.builder()
                            .bucket(settings.bucket())
                            .key(key)
                            .build())
                    .metadata());
            if (range == null) {
                throw StoreException.systemic(
                        "foreign-object",
                        "Object '" + key + "' in " + this
                                + " does not say which offsets it holds, so it was not written by"
                                + " this connector (or was copied without its metadata), and it is where the next one"
                                + " belongs; move it away, or choose another 'object.prefix'");
            }
            return range;
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
                return null;
            }
            throw e;
        }
    }

    /**
     * Names in alphabetical order, a page of them.
     *
     * @param prefix what they begin with
     * @param after only names behind this one
     * @return up to {@link #isWholePage a page}
     */
    public List<String> keys(String prefix, String after) {
        return client()
                .listObjectsV2(ListObjectsV2Request.builder()
                        .bucket(settings.bucket())
                        .prefix(prefix)
                        .startAfter(after)
                        .maxKeys(PAGE)
                        .build())
                .contents()
                .stream()
                .map(S3Object::key)
                .toList();
    }

    /** Whether more names may follow a page. */
    public static boolean isWholePage(List<String> keys) {
        return keys.size() >= PAGE;
    }

    /** The first name that begins with {@code prefix}, or {@code null}. */
    public @Nullable String firstKey(String prefix) {
        List<S3Object> found = client().listObjectsV2(ListObjectsV2Request.builder()
                        .bucket(settings.bucket())
                        .prefix(prefix)
                        .maxKeys(1)
                        .build())
                .contents();
        return found.isEmpty() ? null : found.get(0).key();
    }

    /** Lets go of all connections; requests under way fail. */
    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
            client = null;
        }
    }
}
