/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One self-contained page: no scripts, nothing loaded from anywhere. Immutable.
 *
 * @param title of the page
 * @param subtitle where and when, in a line
 * @param sections in their order
 */
public record Report(String title, String subtitle, List<Section> sections) {
    public Report {
        sections = List.copyOf(sections);
    }

    /** The page. */
    public String html() {
        Html out = new Html();
        out.raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
                .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .element("title", title)
                .raw("<style>\n" + style() + "</style></head><body><main>\n")
                .raw("<header>")
                .element("h1", title)
                .element("p", "subtitle", subtitle)
                .raw("<nav>");
        for (int i = 0; i < sections.size(); i++) {
            out.raw("<a href=\"#s" + i + "\">").text(sections.get(i).title()).raw("</a>\n");
        }
        out.raw("</nav></header>\n");
        for (int i = 0; i < sections.size(); i++) {
            out.raw("<section id=\"s" + i + "\">").element("h2", sections.get(i).title());
            sections.get(i).write(out);
            out.raw("</section>\n");
        }
        return out.raw("</main></body></html>\n").toString();
    }

    private static String style() {
        try (InputStream file = Report.class.getResourceAsStream("report.css")) {
            if (file == null) {
                throw new IllegalStateException("report.css is missing from the class path");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
