/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.registry;

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
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes TLS contexts that trust the certificates of a file. Stateless. */
public final class Trust {
    /** Kinds of files with certificates. */
    public enum Kind {
        /** Text with certificates. */
        PEM,
        PKCS12,
        JKS
    }

    private Trust() {}

    /**
     * A context that trusts the authorities in a file and nobody else.
     *
     * @param password opens the file, or {@code null} if nothing does
     * @throws IOException if the file cannot be read
     * @throws GeneralSecurityException if it does not hold what it should
     */
    public static SSLContext of(String file, Kind kind, @Nullable String password)
            throws IOException, GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(kind == Kind.PEM ? pem(file) : store(file, kind, password));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    private static KeyStore store(String file, Kind kind, @Nullable String password)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(kind.name());
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            store.load(in, password == null ? null : password.toCharArray());
        }
        return store;
    }

    private static KeyStore pem(String file) throws IOException, GeneralSecurityException {
        Collection<? extends Certificate> certificates;
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
        }
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
