/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch.http;

import io.millrace.elasticsearch.TlsSettings;
import io.millrace.elasticsearch.TlsSettings.Verification;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.apache.kafka.common.config.types.Password;

/** Makes TLS contexts of settings. Stateless. */
public final class Tls {
    private Tls() {}

    /**
     * A context that trusts whom it shall.
     *
     * @throws IOException if the file cannot be read
     * @throws GeneralSecurityException if it does not hold what it should
     */
    public static SSLContext context(TlsSettings settings) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust(settings), null);
        return context;
    }

    private static TrustManager[] trust(TlsSettings settings) throws IOException, GeneralSecurityException {
        if (settings.verification() == Verification.NONE) {
            return new TrustManager[] {new TrustAll()};
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        // Without a store of its own, the factory takes the JVM's.
        factory.init(settings.truststore().isPresent() ? store(settings) : null);
        return factory.getTrustManagers();
    }

    private static KeyStore store(TlsSettings settings) throws IOException, GeneralSecurityException {
        Path file = Path.of(settings.truststore().orElseThrow());
        try (InputStream in = Files.newInputStream(file)) {
            if (settings.type() != TlsSettings.StoreType.PEM) {
                KeyStore store = KeyStore.getInstance(settings.type().name());
                store.load(
                        in,
                        settings.truststorePassword()
                                .map(Password::value)
                                .map(String::toCharArray)
                                .orElse(null));
                return store;
            }
            return pem(in);
        }
    }

    private static KeyStore pem(InputStream in) throws IOException, GeneralSecurityException {
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

    /** For those who asked for it. */
    private static final class TrustAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            // We are no server.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            // 'connection.ssl.verification' is 'none'.
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
