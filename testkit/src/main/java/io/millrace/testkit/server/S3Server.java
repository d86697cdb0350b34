/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * S3Proxy over a folder: checks signatures and checksums and honours conditional writes. Clients must use path style.
 * Thread-safe.
 */
public final class S3Server extends LocalServer {
    private static final String HOST = "127.0.0.1";
    private static final String ACCESS_KEY = "millrace";
    private static final String SECRET_KEY = "millrace-secret";
    private static final String REGION = "us-east-1";
    private static final Jvm JVM = Jvm.quick(256);

    private final URI endpoint;
    private final Path buckets;
    private final AtomicInteger names = new AtomicInteger();

    private S3Server(ServerProcess process, URI endpoint, Path buckets) {
        super(process);
        this.endpoint = endpoint;
        this.buckets = buckets;
    }

    /**
     * Starts a store on a new folder.
     *
     * @return the store, ready
     * @throws ServerFailure if it does not get ready; the message holds the end of its log
     */
    public static S3Server start() {
        return start(JVM);
    }

    /**
     * Starts a store on a new folder.
     *
     * @param jvm how much its JVM may take
     * @return the store, ready
     * @throws ServerFailure if it does not get ready; the message holds the end of its log
     */
    public static S3Server start(Jvm jvm) {
        Path folder = Scratch.folder("s3");
        URI endpoint = URI.create("http://" + HOST + ":" + FreePort.pick());
        Path buckets = created(folder.resolve("buckets"));
        Path properties = SettingsFile.write(
                folder,
                "s3proxy.properties",
                Map.of(
                        "s3proxy.endpoint",
                        endpoint.toString(),
                        "s3proxy.authorization",
                        "aws-v2-or-v4",
                        "s3proxy.identity",
                        ACCESS_KEY,
                        "s3proxy.credential",
                        SECRET_KEY,
                        // Multipart uploads of the asynchronous AWS client carry one S3Proxy does not know.
                        "s3proxy.ignore-unknown-headers",
                        "true",
                        "jclouds.provider",
                        "filesystem-nio2",
                        "jclouds.filesystem.basedir",
                        buckets.toString()));
        JavaCommand command = new JavaCommand(jvm, folder).property("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        Launch launch = Launch.of(
                "s3",
                command.of(
                        BuiltServers.classPath("s3proxy"),
                        "org.gaul.s3proxy.Main",
                        "--properties",
                        properties.toString()),
                folder);
        HttpJson http = new HttpJson(endpoint, "application/xml");
        // An unsigned request is refused, and the refusal is a sign of life.
        ServerProcess process =
                new ServerProcess(launch, () -> http.send("GET", "/", "").status() > 0);
        process.start();
        return new S3Server(process, endpoint, buckets);
    }

    /**
     * Where clients find the store.
     *
     * @return the address, the same after every restart
     */
    public URI endpoint() {
        return endpoint;
    }

    /**
     * The identity to sign with.
     *
     * @return access key id
     */
    public String accessKey() {
        return ACCESS_KEY;
    }

    /**
     * The secret to sign with.
     *
     * @return secret access key
     */
    public String secretKey() {
        return SECRET_KEY;
    }

    /**
     * A region to sign for; the store takes any.
     *
     * @return region id
     */
    public String region() {
        return REGION;
    }

    /**
     * Creates a new, empty bucket.
     *
     * @param prefix start of its name: lower-case letters, digits and hyphens
     * @return its name, unique on this server
     */
    public String createBucket(String prefix) {
        // A folder is a bucket to S3Proxy, and needs neither a client nor a signature.
        String name = prefix + "-" + names.incrementAndGet();
        created(buckets.resolve(name));
        return name;
    }

    private static Path created(Path folder) {
        try {
            return Files.createDirectory(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException("Folder " + folder + " could not be created", failure);
        }
    }
}
