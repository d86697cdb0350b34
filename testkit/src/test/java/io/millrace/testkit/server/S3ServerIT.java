/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3ServerIT {
    @Test
    void kill_objectsAreThereAfterRestartOnTheSamePort() {
        try (S3Server server = S3Server.start();
                S3Client client = client(server, server.secretKey())) {
            String bucket = server.createBucket("kill");
            put(client, bucket, "a/b.json", "kept");

            server.kill();
            assertThatThrownBy(() -> text(client, bucket, "a/b.json")).isInstanceOf(SdkClientException.class);
            server.restart();

            assertThat(text(client, bucket, "a/b.json")).isEqualTo("kept");
        }
    }

    @Test
    void createBucket_isListedEmptyAndItsOwn() {
        S3Server server = TestServers.s3();
        try (S3Client client = client(server, server.secretKey())) {
            String first = server.createBucket("fresh");
            String second = server.createBucket("fresh");
            put(client, first, "key", "value");

            assertThat(client.listBuckets().buckets())
                    .extracting(bucket -> bucket.name())
                    .contains(first, second);
            assertThat(client.listObjectsV2(request -> request.bucket(second)).contents())
                    .isEmpty();
        }
    }

    @Test
    void put_ifNoneMatchOnAnExistingKey_isRefused() {
        S3Server server = TestServers.s3();
        try (S3Client client = client(server, server.secretKey())) {
            String bucket = server.createBucket("conditional");
            put(client, bucket, "key", "first");

            assertThatThrownBy(() -> client.putObject(
                            request -> request.bucket(bucket).key("key").ifNoneMatch("*"),
                            RequestBody.fromString("second")))
                    .isInstanceOfSatisfying(S3Exception.class, failure -> assertThat(failure.statusCode())
                            .isEqualTo(412));
            assertThat(text(client, bucket, "key")).isEqualTo("first");
        }
    }

    @Test
    void put_wrongSecret_isRefused() {
        S3Server server = TestServers.s3();
        try (S3Client client = client(server, "wrong")) {
            String bucket = server.createBucket("secret");
            assertThatThrownBy(() -> put(client, bucket, "key", "value"))
                    .isInstanceOfSatisfying(S3Exception.class, failure -> assertThat(failure.statusCode())
                            .isEqualTo(403));
        }
    }

    private static S3Client client(S3Server server, String secretKey) {
        return S3Client.builder()
                .endpointOverride(server.endpoint())
                .region(Region.of(server.region()))
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(server.accessKey(), secretKey)))
                .forcePathStyle(true)
                .build();
    }

    private static void put(S3Client client, String bucket, String key, String value) {
        client.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(value));
    }

    private static String text(S3Client client, String bucket, String key) {
        return client.getObjectAsBytes(request -> request.bucket(bucket).key(key))
                .asUtf8String();
    }
}
