/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureClass;
import java.util.Map;

/**
 * What failures mean in the user's opinion, which counts for more than a target's table of codes. Immutable and
 * thread-safe.
 *
 * @param classes by the code's last part, which is the target's own: an SQLState, a type of error, an error code
 */
public record FailureOverrides(Map<String, FailureClass> classes) {
    /** Leaves every failure as it is. */
    public static final FailureOverrides NONE = new FailureOverrides(Map.of());

    public FailureOverrides {
        classes = Map.copyOf(classes);
    }

    /** The failure as it is to be understood. */
    Failure apply(Failure failure) {
        if (classes.isEmpty()) {
            return failure;
        }
        String code = failure.code().value();
        FailureClass meaning = classes.get(code.substring(code.indexOf('.') + 1));
        return meaning == null || meaning == failure.failureClass() ? failure : failure.as(meaning);
    }
}
