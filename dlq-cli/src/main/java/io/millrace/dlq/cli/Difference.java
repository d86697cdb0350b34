/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What differs between two values, line by line. Confined to the main thread. */
final class Difference {
    private final PrintWriter out;

    Difference(PrintWriter out) {
        this.out = out;
    }

    /** Prints lines that are in one alone, with {@code -} and {@code +}; nothing if both are the same. */
    void print(byte @Nullable [] before, byte @Nullable [] after) {
        List<String> left = Decoding.AUTO.show(before).lines().toList();
        List<String> right = Decoding.AUTO.show(after).lines().toList();
        int[][] common = common(left, right);
        int i = 0;
        int j = 0;
        while (i < left.size() || j < right.size()) {
            if (i < left.size() && j < right.size() && left.get(i).equals(right.get(j))) {
                i++;
                j++;
            } else if (j == right.size() || (i < left.size() && common[i + 1][j] >= common[i][j + 1])) {
                out.println("- " + left.get(i++));
            } else {
                out.println("+ " + right.get(j++));
            }
        }
    }

    /** Lengths of the longest common subsequences of all ends of both. */
    private static int[][] common(List<String> left, List<String> right) {
        int[][] common = new int[left.size() + 1][right.size() + 1];
        for (int i = left.size() - 1; i >= 0; i--) {
            for (int j = right.size() - 1; j >= 0; j--) {
                common[i][j] = left.get(i).equals(right.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}
