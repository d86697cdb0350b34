/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.report;

import java.util.List;

/** Writes HTML, and escapes whatever is text. Confined to one thread. */
public final class Html {
    private final StringBuilder text = new StringBuilder();

    /** Adds markup as it is. */
    public Html raw(String markup) {
        text.append(markup);
        return this;
    }

    /** Adds an element with text in it. */
    public Html element(String name, String content) {
        return raw("<" + name + ">").text(content).raw("</" + name + ">\n");
    }

    /** Adds an element of a class with text in it. */
    public Html element(String name, String cssClass, String content) {
        return raw("<" + name + " class=\"" + escape(cssClass) + "\">")
                .text(content)
                .raw("</" + name + ">\n");
    }

    /** Adds text. */
    public Html text(String content) {
        return raw(escape(content));
    }

    /** Adds a table; all columns but the first {@code textColumns} hold numbers. */
    public Html table(List<String> head, List<List<String>> rows, int textColumns) {
        raw("<div class=\"scroll\"><table><thead>");
        row("th", head, textColumns);
        raw("</thead><tbody>");
        rows.forEach(row -> row("td", row, textColumns));
        return raw("</tbody></table></div>\n");
    }

    private void row(String cell, List<String> values, int textColumns) {
        raw("<tr>");
        for (int i = 0; i < values.size(); i++) {
            element(cell, i < textColumns ? "text" : "number", values.get(i));
        }
        raw("</tr>\n");
    }

    /** Text in which nothing is markup. */
    static String escape(String content) {
        return content.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
