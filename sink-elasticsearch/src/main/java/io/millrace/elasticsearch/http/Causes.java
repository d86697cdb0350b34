/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch.http;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Looks behind exceptions: the client wraps what it gets. Stateless. */
public final class Causes {
    private Causes() {}

    /** Whether an error or what is behind it is of a type. */
    public static boolean has(Throwable error, Class<? extends Throwable> type) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the server has a certificate that we do not trust. */
    public static boolean isUntrusted(Throwable error) {
        return has(error, CertPathBuilderException.class)
                || has(error, CertificateException.class)
                || has(error, SSLPeerUnverifiedException.class);
    }
}
