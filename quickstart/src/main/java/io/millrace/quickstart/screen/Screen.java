/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart.screen;

import java.io.PrintStream;
import java.util.List;

/** Writes to a terminal, where some lines are drawn anew in place, or to a file or pipe, line after line. Thread-safe. */
public final class Screen {
    private static final String ESCAPE = "\u001b[";

    private final PrintStream out;
    private final boolean terminal;
    private final boolean colours;
    private int drawn;

    /**
     * A screen.
     *
     * @param out where to write
     * @param terminal whether that is a terminal
     * @param colours whether it may be in colours
     */
    public Screen(PrintStream out, boolean terminal, boolean colours) {
        this.out = out;
        this.terminal = terminal;
        this.colours = colours;
    }

    /**
     * Whether lines can be drawn anew in place.
     *
     * @return true on a terminal
     */
    public boolean isTerminal() {
        return terminal;
    }

    /**
     * Writes a line that stays.
     *
     * @param line text
     */
    public synchronized void say(String line) {
        wipe();
        out.println(line);
        out.flush();
    }

    /**
     * Writes an empty line and a headline.
     *
     * @param line text
     */
    public void headline(String line) {
        say("");
        say(bold(line));
    }

    /**
     * Draws lines in place of those drawn last. Where there is no terminal, this does nothing.
     *
     * @param lines what to draw
     */
    public synchronized void draw(List<String> lines) {
        if (terminal) {
            wipe();
            lines.forEach(out::println);
            drawn = lines.size();
            out.flush();
        }
    }

    /** Lines drawn last stay; whatever comes next stands below them. */
    public synchronized void keep() {
        drawn = 0;
    }

    /**
     * Stresses a text.
     *
     * @param text what to stress
     * @return the text, bold where there are colours
     */
    public String bold(String text) {
        return styled("1", text);
    }

    /**
     * A text that says that all is well.
     *
     * @param text what to say
     * @return the text, green where there are colours
     */
    public String good(String text) {
        return styled("1;32", text);
    }

    /**
     * A text that says that something is wrong.
     *
     * @param text what to say
     * @return the text, red where there are colours
     */
    public String bad(String text) {
        return styled("1;31", text);
    }

    private String styled(String style, String text) {
        return colours ? ESCAPE + style + "m" + text + ESCAPE + "0m" : text;
    }

    private void wipe() {
        if (drawn > 0) {
            out.print(ESCAPE + drawn + "A" + ESCAPE + "J");
            drawn = 0;
        }
    }
}
