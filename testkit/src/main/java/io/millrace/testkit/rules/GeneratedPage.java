/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares a page of the documentation with what the code says. With {@code -Dtest.system.properties=-Dmillrace.update=true}
 * it is written instead. Stateless.
 */
public final class GeneratedPage {
    private GeneratedPage() {}

    /**
     * Fails if the page is stale.
     *
     * @param page within the project, for example {@code docs/configuration/jdbc.md}
     * @param content what it must say
     */
    public static void assertFresh(String page, String content) throws IOException {
        Path file = Path.of(System.getProperty("millrace.root"), page);
        if (Boolean.getBoolean("millrace.update")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        }
        assertThat(file)
                .as("%s is generated; write it anew with -Dtest.system.properties=-Dmillrace.update=true", page)
                .hasContent(content);
    }
}
