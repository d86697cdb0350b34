/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BuiltServersTest {
    @Test
    void classPath_ownClassesFirst() {
        assertThat(BuiltServers.classPath("kafka"))
                .hasSizeGreaterThan(50)
                .allSatisfy(entry -> assertThat(entry).exists())
                .first()
                .asString()
                .endsWith("classes");
    }

    @Test
    void classPath_notBuilt_namesTheCommand() {
        assertThatThrownBy(() -> BuiltServers.classPath("no-such-server"))
                .isInstanceOf(ServerFailure.class)
                .hasMessageContaining("no-such-server")
                .hasMessageContaining("mvn -DskipTests package");
    }

    @Test
    void folder_notBuilt_namesTheCommand() {
        assertThatThrownBy(() -> BuiltServers.folder("kafka", "no-such-folder"))
                .isInstanceOf(ServerFailure.class)
                .hasMessageContaining("no-such-folder")
                .hasMessageContaining("mvn -DskipTests package");
    }

    @Test
    void classPath_noRoot_namesTheProperty() {
        String root = System.clearProperty(BuiltServers.ROOT_PROPERTY);
        try {
            assertThatThrownBy(() -> BuiltServers.classPath("kafka"))
                    .isInstanceOf(ServerFailure.class)
                    .hasMessageContaining("-Dmillrace.root=");
        } finally {
            System.setProperty(BuiltServers.ROOT_PROPERTY, root);
        }
    }

    /**
     * The servers' libraries are another world: none of them may be seen from here, but for the part of Connect whose own
     * dead letters a test looks into.
     */
    @Test
    void ownClassPath_hasNoServerLibraries() {
        assertThat(System.getProperty("java.class.path"))
                .doesNotContain("kafka_2.13")
                .doesNotContain("jetty")
                .doesNotContain("lucene")
                .doesNotContain("s3proxy");
    }
}
