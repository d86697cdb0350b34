/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.store;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;

/**
 * How to reach a bucket. Immutable.
 *
 * @param bucket its name
 * @param region where it is; if empty, what the environment of the worker says
 * @param endpoint address of a store that is not Amazon's
 * @param pathStyle whether the bucket's name stands in the path and not in the host
 * @param accessKeyId who signs; if empty, whom the environment of the worker names
 * @param secretAccessKey what is signed with
 * @param roleArn role to take on before writing
 * @param externalId what the role's owner asks for besides
 * @param connectTimeout longest wait for a connection
 * @param requestTimeout longest wait for the answer to a request, the upload of an object included
 * @param connections most connections at the same time
 * @param checksums which checksums go along
 * @param conditionalWrites whether objects are created on condition that they do not exist
 */
public record StoreSettings(
        String bucket,
        Optional<String> region,
        Optional<URI> endpoint,
        boolean pathStyle,
        Optional<String> accessKeyId,
        Optional<Password> secretAccessKey,
        Optional<String> roleArn,
        Optional<String> externalId,
        Duration connectTimeout,
        Duration requestTimeout,
        int connections,
        ChecksumMode checksums,
        ConditionalWrites conditionalWrites) {}
