/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.util.ArrayList;
import java.util.List;

/**
 * How much a server's JVM may take.
 *
 * @param heapMegabytes upper limit of its heap, in MiB
 * @param options further options of the {@code java} command
 */
public record Jvm(int heapMegabytes, List<String> options) {
    /** Copies the options. */
    public Jvm {
        options = List.copyOf(options);
    }

    /**
     * A JVM that starts quickly and stays small: serial collector, first compiler only. For tests, not for figures.
     *
     * @param heapMegabytes upper limit of the heap, in MiB
     * @return the setting
     */
    public static Jvm quick(int heapMegabytes) {
        return new Jvm(heapMegabytes, List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    }

    /**
     * A JVM that reaches full speed: serial collector, all compilers. For figures.
     *
     * @param heapMegabytes upper limit of the heap, in MiB
     * @return the setting
     */
    public static Jvm fast(int heapMegabytes) {
        return new Jvm(heapMegabytes, List.of("-XX:+UseSerialGC"));
    }

    /**
     * The same with one option more.
     *
     * @param option an option of the {@code java} command
     * @return a new setting
     */
    public Jvm with(String option) {
        List<String> more = new ArrayList<>(options);
        more.add(option);
        return new Jvm(heapMegabytes, more);
    }
}
