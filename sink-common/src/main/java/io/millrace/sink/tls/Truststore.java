/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.common.config.types.Password;

/**
 * A file with the certificates of authorities that are trusted. Immutable and thread-safe; the file is read each time.
 *
 * @param file where it is
 * @param kind what it is
 * @param password opens it; always empty for {@link Kind#PEM}
 */
public record Truststore(String file, Kind kind, Optional<Password> password) {
    /** Kinds of files with certificates. */
    public enum Kind {
        /** Text with certificates. */
        PEM,
        PKCS12,
        JKS
    }

    /**
     * A context that trusts the authorities in the file and nobody else.
     *
     * @throws IOException if the file cannot be read
     * @throws GeneralSecurityException if it does not hold what it should
     */
    public SSLContext context() throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trustManagers(), null);
        return context;
    }

    /**
     * What trusts the authorities in the file and nobody else.
     *
     * @throws IOException if the file cannot be read
     * @throws GeneralSecurityException if it does not hold what it should
     */
    public TrustManager[] trustManagers() throws IOException, GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            factory.init(kind == Kind.PEM ? certificates(in) : store(in));
        }
        return factory.getTrustManagers();
    }

    private KeyStore store(InputStream in) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(kind.name());
        store.load(in, password.map(Password::value).map(String::toCharArray).orElse(null));
        return store;
    }

    private static KeyStore certificates(InputStream in) throws IOException, GeneralSecurityException {
        Collection<? extends Certificate> certificates =
                CertificateFactory.getInstance("X.509").generateCertificates(in);
        if (certificates.isEmpty()) {
            throw new CertificateException("there is no certificate in it");
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (Certificate certificate : certificates) {
            store.setCertificateEntry("authority-" + number++, certificate);
        }
        return store;
    }
}
