/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres.type;

import java.util.List;

/** Lists as PostgreSQL's arrays: {@code {1,NULL,"a,b"}}; lists of lists as arrays of more dimensions. Confined to its lane. */
final class ArrayText implements ValueText {
    /** What Java says of an array of arrays that it is asked to say as text. */
    private static final String ADDRESS = "[Ljava.lang.";

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
                TextForm.appendQuoted(text, checked(element.of(value)));
            }
        }
        text.append('}');
    }

    /** Debezium knows no arrays of more than one dimension, and sends the address of the inner one in its memory. */
    private String checked(String said) {
        if (said.startsWith(ADDRESS)) {
            throw field.bad(
                    "dimensions-lost",
                    "the source has sent no elements but the address of an inner array, for it knows only arrays of one"
                            + " dimension; leave the column out at the source, or make it json there");
        }
        return said;
    }
}
