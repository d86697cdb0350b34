/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.store;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/** Makes clients. Stateless. */
final class S3Clients {
    private static final String REGION_OF_OTHER_STORES = "us-east-1";
    private static final int LONGEST_SESSION_NAME = 64;

    private S3Clients() {}

    /** A client; connects with its first request. */
    static S3Client open(StoreSettings settings, String task) {
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(http(settings))
                .overrideConfiguration(deadlines(settings))
                .credentialsProvider(credentials(settings, task))
                .forcePathStyle(settings.pathStyle())
                // Checksums of objects are our own: they are known before the request begins, so that it needs neither
                // trailers nor chunks, which older stores do not understand.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        settings.endpoint().ifPresent(builder::endpointOverride);
        if (settings.region().isPresent() || settings.endpoint().isPresent()) {
            builder.region(Region.of(settings.region().orElse(REGION_OF_OTHER_STORES)));
        }
        return builder.build();
    }

    private static SdkHttpClient.Builder<?> http(StoreSettings settings) {
        return Apache5HttpClient.builder()
                .connectionTimeout(settings.connectTimeout())
                .connectionAcquisitionTimeout(settings.requestTimeout())
                .socketTimeout(settings.requestTimeout())
                .connectionMaxIdleTime(Duration.ofSeconds(20))
                .tcpKeepAlive(true)
                .maxConnections(settings.connections());
    }

    private static ClientOverrideConfiguration deadlines(StoreSettings settings) {
        return ClientOverrideConfiguration.builder()
                .apiCallTimeout(settings.requestTimeout())
                .retryStrategy(AwsRetryStrategy.doNotRetry())
                .build();
    }

    private static AwsCredentialsProvider credentials(StoreSettings settings, String task) {
        AwsCredentialsProvider own = settings.accessKeyId().isPresent()
                ? StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        settings.accessKeyId().get(),
                        settings.secretAccessKey().orElseThrow().value()))
                : DefaultCredentialsProvider.builder().build();
        return settings.roleArn().isPresent() ? assumed(settings, own, task) : own;
    }

    private static AwsCredentialsProvider assumed(StoreSettings settings, AwsCredentialsProvider own, String task) {
        StsClientBuilder sts = StsClient.builder()
                .httpClientBuilder(http(settings))
                .overrideConfiguration(deadlines(settings))
                .credentialsProvider(own);
        settings.region().map(Region::of).ifPresent(sts::region);
        return StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts.build())
                .refreshRequest(request -> request.roleArn(settings.roleArn().orElseThrow())
                        .externalId(settings.externalId().orElse(null))
                        .roleSessionName(sessionName(task)))
                .build();
    }

    /** The name of the task, as far as the service allows it. */
    static String sessionName(String task) {
        String name = "millrace-" + task.replaceAll("[^A-Za-z0-9_=,.@-]", "-");
        return name.length() <= LONGEST_SESSION_NAME ? name : name.substring(0, LONGEST_SESSION_NAME);
    }
}
