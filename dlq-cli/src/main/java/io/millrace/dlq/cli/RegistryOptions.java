/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which registry has the schemas of Avro. */
final class RegistryOptions {
    @Option(
            names = "--schema-registry",
            paramLabel = "URL",
            description = "Registry with the schemas of Avro. If not given, 'schema.registry.url' in --command-config;"
                    + " a login is 'schema.registry.basic.auth.user.info' there.")
    @Nullable
    String registry;

    /**
     * What reads Avro.
     *
     * @param settings what --command-config says
     * @return {@code null} if no registry is known
     */
    @Nullable
    AvroDecoding avro(Map<String, Object> settings) {
        Object url = registry == null ? settings.get("schema.registry.url") : registry;
        Object login = settings.get("schema.registry.basic.auth.user.info");
        return url == null
                ? null
                : new AvroDecoding(new SchemaRegistry(url.toString(), login == null ? null : login.toString()));
    }
}
