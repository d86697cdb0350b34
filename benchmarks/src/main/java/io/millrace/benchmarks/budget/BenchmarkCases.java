/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.budget;

import io.millrace.benchmarks.Peer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Knows which benchmarks there are. Stateless. */
public final class BenchmarkCases {
    private BenchmarkCases() {}

    /**
     * All cases of benchmarks whose class and method match.
     *
     * @param pattern regular expression, to be found anywhere
     */
    public static SortedSet<BenchmarkCase> matching(String pattern) {
        SortedSet<BenchmarkCase> cases = new TreeSet<>();
        for (BenchmarkListEntry entry : BenchmarkList.defaultList()
                .find(
                        OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT),
                        List.of(pattern),
                        List.of())) {
            Map<String, String[]> params = entry.getParams().orElse(Map.of());
            add(entry.getUsername(), List.copyOf(params.entrySet()), new TreeMap<>(), cases);
        }
        return cases;
    }

    /** Those cases that are ours, and not a peer's. */
    public static SortedSet<BenchmarkCase> ours() {
        SortedSet<BenchmarkCase> cases = matching(".*");
        cases.removeIf(each -> peer(each) != null);
        return cases;
    }

    private static void add(
            String benchmark,
            List<Map.Entry<String, String[]>> open,
            Map<String, String> chosen,
            SortedSet<BenchmarkCase> cases) {
        if (open.isEmpty()) {
            cases.add(new BenchmarkCase(benchmark, chosen));
            return;
        }
        for (String value : open.get(0).getValue()) {
            chosen.put(open.get(0).getKey(), value);
            add(benchmark, open.subList(1, open.size()), chosen, cases);
        }
    }

    /** Whose code a benchmark measures, or {@code null} if it is ours. */
    public static @Nullable String peer(BenchmarkCase each) {
        try {
            return Arrays.stream(Class.forName(each.className()).getMethods())
                    .filter(method -> method.getName().equals(each.method()))
                    .map(method -> method.getAnnotation(Peer.class))
                    .filter(annotation -> annotation != null)
                    .map(Peer::value)
                    .findFirst()
                    .orElse(null);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException("No benchmark " + each, e);
        }
    }
}
