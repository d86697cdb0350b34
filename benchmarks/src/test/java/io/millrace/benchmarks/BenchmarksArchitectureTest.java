/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks;

import io.millrace.testkit.rules.ArchitectureContract;

class BenchmarksArchitectureTest extends ArchitectureContract {
    BenchmarksArchitectureTest() {
        super("benchmarks", "io.millrace.benchmarks", false);
    }
}
