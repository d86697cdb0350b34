/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.registry;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How a registry is asked. Immutable.
 *
 * @param urls addresses of its REST API, at least one, all of the same registry
 * @param headers what is sent with each request, the login among them
 * @param tls whom to trust, or the JVM's own trust if empty
 * @param timeout longest wait for an answer
 * @param backoff bound of the first wait after a failure
 * @param maxBackoff bound of every wait
 */
public record RegistrySettings(
        List<URI> urls,
        Map<String, String> headers,
        Optional<SSLContext> tls,
        Duration timeout,
        Duration backoff,
        Duration maxBackoff) {
    public RegistrySettings {
        urls = List.copyOf(urls);
        headers = Map.copyOf(headers);
    }

    /** Without the headers, which hold a login. */
    @Override
    public String toString() {
        return "schema registry at " + urls;
    }
}
