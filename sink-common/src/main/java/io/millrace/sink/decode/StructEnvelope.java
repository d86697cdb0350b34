/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.record.Origin;
import io.millrace.sink.record.Row;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Envelopes that a converter has made structs of. Task thread only. */
final class StructEnvelope implements Envelope {
    private final Field operation;
    private final Field after;
    private final @Nullable Field before;
    private final @Nullable Field source;
    private final @Nullable Field sourceTimestamp;
    private final RowReader rows;
    private final SourceBlock.@Nullable OfStruct block;
    private @Nullable Struct envelope;
    private @Nullable Struct image;

    /** @param positions whether somebody wants to know where in the source's log a change stands */
    StructEnvelope(Schema schema, StructShapes shapes, UnavailableValue unavailable, boolean positions) {
        this.operation = schema.field("op");
        this.after = schema.field("after");
        this.before = schema.field("before");
        Field told = schema.field("source");
        this.source = told != null && told.schema().type() == Schema.Type.STRUCT ? told : null;
        this.sourceTimestamp = source == null ? null : timestampField(source.schema());
        this.rows = new RowReader(shapes.of(after.schema()), unavailable);
        this.block = positions && source != null ? new SourceBlock.OfStruct(source.schema()) : null;
    }

    static @Nullable Field timestampField(Schema source) {
        Field field = source.field("ts_ms");
        return field != null && field.schema().type() == Schema.Type.INT64 ? field : null;
    }

    @Override
    public void open(Incoming record) {
        envelope = (Struct) record.value();
        image = null;
    }

    @Override
    public @Nullable String operation() {
        return (String) value(operation);
    }

    @Override
    public @Nullable Row after() {
        return row(after);
    }

    @Override
    public @Nullable Row before() {
        return row(before);
    }

    private @Nullable Row row(@Nullable Field field) {
        image = (Struct) value(field);
        return image == null ? null : rows.read(image);
    }

    @Override
    public @Nullable Object image() {
        return image;
    }

    @Override
    public int bytes() {
        return rows.lastBytes();
    }

    @Override
    public long timestamp() {
        Struct told = sourceTimestamp == null ? null : (Struct) value(source);
        Long millis = told == null ? null : (Long) told.get(sourceTimestamp);
        return millis == null ? Origin.NO_TIMESTAMP : millis;
    }

    @Override
    public @Nullable SourceBlock source() {
        Struct told = block == null ? null : (Struct) value(source);
        return block == null || told == null ? null : block.at(told);
    }

    private @Nullable Object value(@Nullable Field field) {
        return envelope == null || field == null ? null : envelope.get(field);
    }
}
