/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.report;

import java.util.List;
import java.util.Map;

/** Where, when and how it was measured. Immutable. */
public record FactsSection(String title, Map<String, String> facts) implements Section {
    @Override
    public void write(Html out) {
        out.table(
                List.of("what", "here"),
                facts.entrySet().stream()
                        .map(fact -> List.of(fact.getKey(), fact.getValue()))
                        .toList(),
                2);
    }
}
