/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch;

import io.millrace.sink.tls.Truststore;
import java.util.Optional;

/**
 * Whom to trust on https connections. Immutable.
 *
 * @param truststore certificates of authorities; the JVM's own if there is none
 * @param verification what is checked
 */
public record TlsSettings(Optional<Truststore> truststore, Verification verification) {
    /** What is checked: the values of {@code connection.ssl.verification}. */
    public enum Verification {
        /** Certificate and host name. */
        FULL,
        /** The certificate alone. */
        CERTIFICATE,
        /** Nothing. */
        NONE
    }
}
