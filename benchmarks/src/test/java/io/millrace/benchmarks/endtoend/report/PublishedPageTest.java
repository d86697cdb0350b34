/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.benchmarks.endtoend.result.ResultSet;
import io.millrace.testkit.rules.GeneratedPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PublishedPageTest {
    private static final Path ROOT = Path.of(System.getProperty("millrace.root"));

    /** What the documentation says was measured is what the committed results say. */
    @ParameterizedTest
    @EnumSource
    void page_isMadeOfTheCommittedResults(PublishedPage published) throws IOException {
        ResultSet results = ResultSet.read(ROOT.resolve(published.results()));
        String page = Files.readString(ROOT.resolve(published.page()));

        assertThat(PublishedPage.of(results)).contains(published);
        GeneratedPage.assertFresh(published.page(), published.filled(page, results));
    }

    @Test
    void otherText_staysAsItIs() {
        ResultSet nothing = new ResultSet(ResultSet.FORMAT, Map.of("Date", "today"), Map.of(), Map.of(), List.of());
        String page =
                """
                before
                <!-- measured: begin. Written by benchmarks/e2e.sh --publish -->
                old
                <!-- measured: end -->
                after
                """;

        String published = PublishedPage.GOALS.filled(page, nothing);

        assertThat(published)
                .startsWith("before\n")
                .endsWith("after\n")
                .contains("| Date | today |")
                .doesNotContain("old");
        assertThat(PublishedPage.GOALS.filled(published, nothing)).isEqualTo(published);
    }

    @Test
    void pageWithoutAPlace_isRefused() {
        ResultSet nothing = new ResultSet(ResultSet.FORMAT, Map.of(), Map.of(), Map.of(), List.of());

        assertThatThrownBy(() -> PublishedPage.GOALS.filled("no place", nothing))
                .hasMessageContaining("measured: begin");
    }
}
