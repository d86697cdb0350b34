/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The rules of the house that show in source files: their size, and that every package decides about null. Stateless. */
final class SourceRules {
    static final int MOST_LINES = 350;
    static final int MOST_MEDIAN_LINES = 65;

    private SourceRules() {}

    /** What is wrong with the main sources of a module. */
    static List<String> problems(Path module) {
        Path sources = module.resolve("src/main/java");
        List<String> problems = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                int lines = codeLines(file);
                sizes.add(lines);
                if (lines > MOST_LINES) {
                    problems.add(file + " has " + lines + " lines of code; at most " + MOST_LINES);
                }
                Path info = file.resolveSibling("package-info.java");
                if (!Files.exists(info) || !Files.readString(info).contains("@NullMarked")) {
                    problems.add(file.getParent() + " has no package-info.java with @NullMarked");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sizes.sort(null);
        int median = sizes.isEmpty() ? 0 : sizes.get(sizes.size() / 2);
        if (median > MOST_MEDIAN_LINES) {
            problems.add(module + ": the median file has " + median + " lines of code; at most " + MOST_MEDIAN_LINES);
        }
        return problems.stream().distinct().toList();
    }

    /** Lines that are neither blank nor comment. */
    private static int codeLines(Path file) throws IOException {
        int count = 0;
        for (String line : Files.readAllLines(file)) {
            String text = line.strip();
            if (!text.isEmpty() && !text.startsWith("//") && !text.startsWith("*") && !text.startsWith("/*")) {
                count++;
            }
        }
        return count;
    }
}
