/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.rig;

import io.millrace.testkit.server.S3Server;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket that is written to while something is measured. Thread-safe. */
public final class Bucket implements AutoCloseable {
    private static final String EXTENSION = ".jsonl.gz";

    private final S3Client client;
    private final String name;

    private Bucket(S3Client client, String name) {
        this.client = client;
        this.name = name;
    }

    static Bucket create(S3Server server) {
        S3Client client = S3Client.builder()
                .endpointOverride(server.endpoint())
                .region(Region.of(server.region()))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(server.accessKey(), server.secretKey())))
                .forcePathStyle(true)
                .build();
        return new Bucket(client, server.createBucket("bench"));
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Names of all objects that are there whole, in order. */
    public List<String> keys() {
        return client.listObjectsV2Paginator(request -> request.bucket(name)).contents().stream()
                .map(S3Object::key)
                .filter(key -> key.endsWith(EXTENSION))
                .sorted()
                .toList();
    }

    /** Puts an object, if there is none of its name. */
    public void put(String key, byte[] content) {
        client.putObject(request -> request.bucket(name).key(key).ifNoneMatch("*"), RequestBody.fromBytes(content));
    }

    /** Lines of all objects, by the objects' names in order. */
    public Map<String, List<String>> lines() throws IOException {
        Map<String, List<String>> lines = new LinkedHashMap<>();
        for (String key : keys()) {
            byte[] content = client.getObjectAsBytes(
                            request -> request.bucket(name).key(key))
                    .asByteArray();
            lines.put(key, lines(content));
        }
        return lines;
    }

    private static List<String> lines(byte[] content) throws IOException {
        List<String> lines = new ArrayList<>();
        try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(content));
                BufferedReader reader = new BufferedReader(new InputStreamReader(unpacked, StandardCharsets.UTF_8))) {
            reader.lines().forEach(lines::add);
        }
        return lines;
    }

    /** Closes the client; the bucket stays as long as its server. */
    @Override
    public void close() {
        client.close();
    }
}
