/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.control.AuditEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What has become of the letters of a plan, so far. Immutable.
 *
 * @param selected letters that it is about
 * @param done applied, given up or edited, as the plan says
 * @param failed could not be applied; they stay open
 * @param superseded left alone, because the target has something newer of their keys
 * @param end how the plan has ended, or {@code null} if all letters are settled
 * @param why more about that, or {@code null}
 * @param reasons number of failed letters by reason
 */
record Outcome(
        long selected,
        long done,
        long failed,
        long superseded,
        @Nullable AuditEvent end,
        @Nullable String why,
        Map<String, Long> reasons) {

    /** Letters that nothing has been done to. */
    long untouched() {
        return selected - settled();
    }

    long settled() {
        return done + failed + superseded;
    }

    boolean isWell() {
        return failed == 0 && untouched() == 0;
    }

    /** For people. */
    @Override
    public String toString() {
        return done + " of " + selected + " letters done"
                + (superseded > 0 ? ", " + superseded + " superseded by something newer" : "")
                + (failed > 0 ? ", " + failed + " failed" : "")
                + (untouched() > 0 ? ", " + untouched() + " not touched" : "");
    }

    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("letters", selected);
        fields.put("done", done);
        fields.put("failed", failed);
        fields.put("superseded", superseded);
        fields.put("untouched", untouched());
        fields.put("end", end == null ? AuditEvent.DONE.name() : end.name());
        fields.put("why", why);
        fields.put("reasons", reasons);
        return fields;
    }
}
