/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;

/**
 * How to reach a cluster. Immutable.
 *
 * @param urls nodes or load balancers, at least one, all with the same path
 * @param user name to log in with
 * @param password password to log in with
 * @param apiKey in place of user and password; encoded, or {@code id:key}
 * @param tls whom to trust
 * @param connectTimeout longest wait for a connection
 * @param requestTimeout longest wait for an answer
 * @param gzip whether requests are compressed
 */
public record ConnectionSettings(
        List<URI> urls,
        Optional<String> user,
        Optional<Password> password,
        Optional<Password> apiKey,
        TlsSettings tls,
        Duration connectTimeout,
        Duration requestTimeout,
        boolean gzip) {
    public ConnectionSettings {
        urls = List.copyOf(urls);
    }
}
