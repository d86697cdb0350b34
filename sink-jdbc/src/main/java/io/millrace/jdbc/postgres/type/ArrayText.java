/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres.type;

import java.util.List;

/** Lists as PostgreSQL's arrays: {@code {1,NULL,"a,b"}}; lists of lists as arrays of more dimensions. Confined to its lane. */
final class ArrayText implements ValueText {
    private final Field field;
    private final ValueText element;

    /** @param element says the innermost values */
    ArrayText(Field field, ValueText element) {
        this.field = field;
        this.element = element;
    }

    @Override
    public String of(Object value) {
        StringBuilder text = new StringBuilder();
        append(text, (List<?>) value);
        return text.toString();
    }

    private void append(StringBuilder text, List<?> values) {
        text.append('{');
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                text.append(',');
            }
            Object value = values.get(i);
            if (value == null) {
                text.append("NULL");
            } else if (value instanceof List<?> nested) {
                if (nested.isEmpty()) {
                    throw field.bad("empty-dimension", "an array has no empty arrays in it");
                }
                append(text, nested);
            } else {
                // Always quoted: an element that reads NULL is text all the same.
                TextForm.appendQuoted(text, element.of(value));
            }
        }
        text.append('}');
    }
}
