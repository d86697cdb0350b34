/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

/** A part of a destination's name, as a template for one topic has it. Immutable. */
public sealed interface NamePart {
    /** Text that is the same for all records of the topic. */
    record Text(String text) implements NamePart {}

    /**
     * What a record says.
     *
     * @param place where to look
     * @param field name of the field or header
     */
    record Field(Place place, String field) implements NamePart {
        /** As the template spells it. */
        @Override
        public String toString() {
            return "${" + place.prefix() + field + "}";
        }
    }

    /** Where records may be asked for a part of a name. */
    enum Place {
        /** The {@code source} block of a change event. */
        SOURCE("source."),
        /** The row: {@code after}, for a delete {@code before}, or a flat value. */
        VALUE("value."),
        KEY("key."),
        HEADER("header.");

        private final String prefix;

        Place(String prefix) {
            this.prefix = prefix;
        }

        /** What a placeholder begins with. */
        public String prefix() {
            return prefix;
        }
    }
}
