/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A server's own certificate for 127.0.0.1 and what trusts it, made by the JDK's keytool.
 *
 * @param keystore the server's key and certificate
 * @param truststore the certificate alone
 * @param pem the certificate as text
 */
record TestCertificates(Path keystore, Path truststore, Path pem) {
    static final String PASSWORD = "changeit";

    static TestCertificates write(Path folder) throws IOException, InterruptedException {
        TestCertificates made = new TestCertificates(
                folder.resolve("server.p12"), folder.resolve("trust.p12"), folder.resolve("server.pem"));
        keytool(
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=test",
                "-validity",
                "2",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-keystore",
                made.keystore.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD);
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "server",
                "-keystore",
                made.keystore.toString(),
                "-storepass",
                PASSWORD,
                "-file",
                made.pem.toString());
        keytool(
                "-importcert",
                "-noprompt",
                "-alias",
                "server",
                "-file",
                made.pem.toString(),
                "-keystore",
                made.truststore.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD);
        return made;
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
    }
}
