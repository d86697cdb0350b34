/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.report;

import io.millrace.benchmarks.endtoend.result.ResultSet;
import io.millrace.benchmarks.endtoend.result.ResultSet.SubjectFacts;
import io.millrace.benchmarks.endtoend.result.Spread;
import java.util.List;
import java.util.function.DoubleFunction;

/** How things are called in reports. Stateless. */
final class Labels {
    private Labels() {}

    static String subject(ResultSet results, String id) {
        SubjectFacts facts = results.subjects().get(id);
        return facts == null ? id : facts.label();
    }

    static String kind(ResultSet results, String id) {
        SubjectFacts facts = results.subjects().get(id);
        return facts == null ? "peer" : facts.kind();
    }

    /** Whom the others of a scenario are compared with: a limit, else somebody else's, else the first. */
    static String yardstick(ResultSet results, List<String> subjects) {
        for (String kind : new String[] {"limit", "peer"}) {
            for (String subject : subjects) {
                if (kind(results, subject).equals(kind)) {
                    return subject;
                }
            }
        }
        return subjects.get(0);
    }

    static String range(Spread spread, DoubleFunction<String> number) {
        return number.apply(spread.min()) + " – " + number.apply(spread.max());
    }

    static String scenario(ResultSet results, String id) {
        return results.scenarios().getOrDefault(id, id);
    }
}
