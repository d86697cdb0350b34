/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.elasticsearch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginsLoader;

/**
 * Main class of the child process that is an Elasticsearch node.
 *
 * <p>The official distribution refuses to run as root and takes ten seconds and more to boot; a node built directly
 * from the server's jars does neither. Arguments: the home folder (with {@code modules/} and {@code config/}), then
 * settings as {@code key=value}.
 */
public final class ElasticsearchNode {
    private ElasticsearchNode() {}

    /**
     * Starts the node and waits until the process is told to end.
     *
     * @param arguments home folder, then {@code key=value} settings
     * @throws Exception if the node cannot start
     */
    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]).toAbsolutePath();
        Settings.Builder settings = Settings.builder()
                .put("path.home", home.toString())
                .put("path.data", home.resolve("data").toString())
                .put("path.logs", home.resolve("logs").toString());
        for (int index = 1; index < arguments.length; index++) {
            String[] setting = arguments[index].split("=", 2);
            settings.put(setting[0], setting[1]);
        }
        LogConfigurator.configureESLogging();
        Environment environment = InternalSettingsPreparer.prepareEnvironment(
                settings.build(), Map.of(), home.resolve("config"), () -> "millrace");
        // false: the server is on the class path, hence in the unnamed module, which has no descriptor to resolve.
        PluginsLoader modules = PluginsLoader.createPluginsLoader(
                PluginsLoader.loadModulesBundles(environment.modulesDir()),
                PluginsLoader.loadPluginsBundles(environment.pluginsDir()),
                Map.of(),
                false);
        Node node = new Node(environment, modules);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node), "node-close"));
        node.start();
        // All threads of the node are daemons: this one keeps the process alive.
        new CountDownLatch(1).await();
    }

    private static void close(Node node) {
        try {
            node.prepareForClose();
            node.close();
        } catch (IOException failure) {
            throw new UncheckedIOException("Elasticsearch node did not close", failure);
        }
    }
}
