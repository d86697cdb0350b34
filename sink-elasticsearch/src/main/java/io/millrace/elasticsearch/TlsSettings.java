/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch;

import java.util.Optional;
import org.apache.kafka.common.config.types.Password;

/**
 * Whom to trust on https connections. Immutable.
 *
 * @param truststore file with the certificates of authorities; the JVM's own if there is none
 * @param truststorePassword opens the file
 * @param type what kind of file it is
 * @param verification what is checked
 */
public record TlsSettings(
        Optional<String> truststore, Optional<Password> truststorePassword, StoreType type, Verification verification) {

    /** Kinds of files with certificates: the values of {@code connection.ssl.truststore.type}. */
    public enum StoreType {
        /** Text with certificates. */
        PEM,
        PKCS12,
        JKS
    }

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
