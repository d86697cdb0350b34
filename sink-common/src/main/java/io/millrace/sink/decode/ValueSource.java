/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Where values of one schema come from: a converter, or bytes that are read here. Made once per schema; task thread only. */
interface ValueSource {
    /** Reads values of an envelope's schema. */
    Envelope envelope(StructShapes shapes, boolean positions) throws DecodeException;

    /** Reads values of a schema of rows. */
    FlatValue flat(StructShapes shapes) throws DecodeException;

    /** The whole value of a record as Connect's data model has it. */
    @Nullable
    Object whole(Incoming record) throws DecodeException;

    /** Values that a converter has made. */
    static ValueSource converted(Schema schema, UnavailableValue unavailable) {
        return new ValueSource() {
            @Override
            public Envelope envelope(StructShapes shapes, boolean positions) {
                return new StructEnvelope(schema, shapes, unavailable, positions);
            }

            @Override
            public FlatValue flat(StructShapes shapes) {
                return new StructFlat(schema, shapes, unavailable);
            }

            @Override
            public @Nullable Object whole(Incoming record) {
                return record.value();
            }
        };
    }
}
