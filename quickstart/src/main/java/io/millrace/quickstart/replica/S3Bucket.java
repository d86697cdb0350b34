/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart.replica;

import io.millrace.testkit.server.S3Server;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Reads the objects of a bucket. Thread-safe. */
final class S3Bucket implements AutoCloseable {
    private static final String EXTENSION = ".jsonl";

    private final S3Client client;
    private final String bucket;

    S3Bucket(S3Server server, String bucket) {
        this.bucket = bucket;
        this.client = S3Client.builder()
                .endpointOverride(server.endpoint())
                .region(Region.of(server.region()))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(server.accessKey(), server.secretKey())))
                .forcePathStyle(true)
                .build();
    }

    /**
     * An object.
     *
     * @param key its name
     * @param metadata its user metadata
     * @param text its content
     */
    record Content(String key, Map<String, String> metadata, String text) {}

    /**
     * Names of all objects below a folder that come after the given name, in their order.
     *
     * <p>S3Proxy, unlike S3, also lists objects that are still being written, under names with something behind the
     * extension; they are left out.
     */
    List<String> keysAfter(String folder, String after) {
        return client
                .listObjectsV2Paginator(
                        request -> request.bucket(bucket).prefix(folder).startAfter(after))
                .contents()
                .stream()
                .map(S3Object::key)
                .filter(key -> key.endsWith(EXTENSION))
                .sorted()
                .toList();
    }

    Content read(String key) {
        ResponseBytes<GetObjectResponse> answer =
                client.getObjectAsBytes(request -> request.bucket(bucket).key(key));
        return new Content(key, answer.response().metadata(), answer.asUtf8String());
    }

    @Override
    public void close() {
        client.close();
    }
}
