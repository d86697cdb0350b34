/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.record.RowShape;
import java.util.List;
import java.util.Set;

/**
 * How to read the columns of a row out of maps with one set of fields. Immutable.
 *
 * @param rowShape columns
 * @param fields for each column the field that it comes from
 * @param all every field of such maps, also those that are no columns
 */
record MapShape(RowShape rowShape, List<String> fields, Set<String> all) {
    int size() {
        return fields.size();
    }

    String field(int column) {
        return fields.get(column);
    }
}
