/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch.http;

import io.millrace.elasticsearch.TlsSettings;
import io.millrace.elasticsearch.TlsSettings.Verification;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

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

    private static TrustManager @Nullable [] trust(TlsSettings settings) throws IOException, GeneralSecurityException {
        if (settings.verification() == Verification.NONE) {
            return new TrustManager[] {new TrustAll()};
        }
        // The JVM's own, if there is no other.
        return settings.truststore().isPresent() ? settings.truststore().get().trustManagers() : null;
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
