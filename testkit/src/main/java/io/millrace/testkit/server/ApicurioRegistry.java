/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An Apicurio Registry on 127.0.0.1 that keeps schemas in memory. It needs a newer Java than the project: where there is none,
 * there is no registry. Thread-safe.
 */
public final class ApicurioRegistry extends LocalServer {
    private static final int LEAST_JAVA = 21;
    private static final int HEAP_MEGABYTES = 400;
    private static final String JAR = "quarkus-run.jar";

    private final URI address;

    private ApicurioRegistry(ServerProcess process, URI address) {
        super(process);
        this.address = address;
    }

    /**
     * Starts a registry.
     *
     * @return the registry, ready; empty if this machine has no Java that it runs on
     * @throws ServerFailure if it does not get ready; the message holds the end of its log
     */
    public static Optional<ApicurioRegistry> start() {
        return NewerJava.command(LEAST_JAVA).map(ApicurioRegistry::start);
    }

    private static ApicurioRegistry start(Path java) {
        Path folder = Scratch.folder("apicurio");
        URI address = URI.create("http://127.0.0.1:" + FreePort.pick());
        List<String> command = new ArrayList<>(List.of(java.toString(), "-Xmx" + HEAP_MEGABYTES + "m"));
        command.addAll(Jvm.quick(HEAP_MEGABYTES).options());
        command.add("-Dquarkus.http.host=127.0.0.1");
        command.add("-Dquarkus.http.port=" + address.getPort());
        command.add("-jar");
        command.add(BuiltServers.folder("apicurio", "registry").resolve(JAR).toString());
        HttpJson http = new HttpJson(address, "application/json");
        ServerProcess process = new ServerProcess(
                Launch.of("apicurio", command, folder),
                () -> http.send("GET", "/apis/ccompat/v7/subjects", "").status() == 200);
        process.start();
        return new ApicurioRegistry(process, address);
    }

    /** The API that is Confluent's. */
    public URI confluentApi() {
        return address.resolve("/apis/ccompat/v7");
    }

    /** The API of its own converter. */
    public URI ownApi() {
        return address.resolve("/apis/registry/v2");
    }
}
