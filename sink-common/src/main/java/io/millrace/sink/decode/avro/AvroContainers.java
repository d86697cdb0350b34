/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode.avro;

import io.millrace.sink.decode.raw.BadBytesException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Avro's arrays, maps and unions. Stateless. */
final class AvroContainers {
    private AvroContainers() {}

    static final class Array extends AvroType {
        private final AvroType element;

        Array(Schema schema, AvroType element) {
            super(schema);
            this.element = element;
        }

        @Override
        public Object read(AvroInput in) throws IOException, BadBytesException {
            int count = in.firstBlock();
            List<@Nullable Object> elements = new ArrayList<>(count);
            for (; count > 0; count = in.nextBlock()) {
                for (int i = 0; i < count; i++) {
                    elements.add(element.read(in));
                }
            }
            return elements;
        }

        @Override
        public void skip(AvroInput in) throws IOException, BadBytesException {
            for (int count = in.firstBlock(); count > 0; count = in.nextBlock()) {
                for (int i = 0; i < count; i++) {
                    element.skip(in);
                }
            }
        }
    }

    /** A map; Connect's maps with keys that are no text are arrays of pairs in Avro. */
    static final class Entries extends AvroType {
        private final AvroType first;
        private final AvroType second;
        private final boolean valueFirst;

        /** @param valueFirst whether a pair's value stands before its key */
        Entries(Schema schema, AvroType key, AvroType value, boolean valueFirst) {
            super(schema);
            this.first = valueFirst ? value : key;
            this.second = valueFirst ? key : value;
            this.valueFirst = valueFirst;
        }

        @Override
        public Object read(AvroInput in) throws IOException, BadBytesException {
            Map<@Nullable Object, @Nullable Object> entries = new HashMap<>();
            for (int count = in.firstBlock(); count > 0; count = in.nextBlock()) {
                for (int i = 0; i < count; i++) {
                    Object left = first.read(in);
                    Object right = second.read(in);
                    entries.put(valueFirst ? right : left, valueFirst ? left : right);
                }
            }
            return entries;
        }

        @Override
        public void skip(AvroInput in) throws IOException, BadBytesException {
            for (int count = in.firstBlock(); count > 0; count = in.nextBlock()) {
                for (int i = 0; i < count; i++) {
                    first.skip(in);
                    second.skip(in);
                }
            }
        }
    }

    /** A union of several types: a struct with one field for each, all but one of which are NULL. */
    static final class Union extends AvroType {
        private final @Nullable AvroType[] branches;
        private final int[] fields;

        /**
         * @param branches by their places in the union; {@code null} for null
         * @param fields for each branch its field in the struct
         */
        Union(Schema schema, @Nullable AvroType[] branches, int[] fields) {
            super(schema);
            this.branches = branches;
            this.fields = fields;
        }

        @Override
        public @Nullable Object read(AvroInput in) throws IOException, BadBytesException {
            int index = in.index(branches.length);
            AvroType branch = branches[index];
            if (branch == null) {
                return null;
            }
            return new Struct(schema()).put(schema().fields().get(fields[index]), branch.read(in));
        }

        @Override
        public void skip(AvroInput in) throws IOException, BadBytesException {
            AvroType branch = branches[in.index(branches.length)];
            if (branch != null) {
                branch.skip(in);
            }
        }
    }
}
