/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.budget;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A benchmark with a value for each of its parameters. Immutable.
 *
 * @param benchmark class and method
 * @param params names and values, in the order of their names
 */
public record BenchmarkCase(String benchmark, SortedMap<String, String> params) implements Comparable<BenchmarkCase> {
    public BenchmarkCase {
        params = Collections.unmodifiableSortedMap(new TreeMap<>(params));
    }

    public BenchmarkCase(String benchmark, Map<String, String> params) {
        this(benchmark, new TreeMap<>(params));
    }

    /** Name of the class with its package. */
    public String className() {
        return benchmark.substring(0, benchmark.lastIndexOf('.'));
    }

    /** Name of the method. */
    public String method() {
        return benchmark.substring(benchmark.lastIndexOf('.') + 1);
    }

    /** Class and method without the package. */
    public String shortName() {
        String type = className();
        return type.substring(type.lastIndexOf('.') + 1) + "." + method();
    }

    @Override
    public int compareTo(BenchmarkCase other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return params.isEmpty() ? benchmark : benchmark + params;
    }
}
