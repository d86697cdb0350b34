/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.decode.avro.AvroInput;
import io.millrace.sink.decode.avro.AvroRecord;
import io.millrace.sink.decode.avro.AvroType;
import io.millrace.sink.decode.raw.BadBytesException;
import java.io.IOException;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Envelopes in Avro. Task thread only. */
final class AvroEnvelope extends BytesEnvelope {
    private final AvroInput in = new AvroInput();
    private final AvroRecord envelope;
    private final @Nullable AvroRowReader before;
    private final AvroRowReader after;
    private final int beforeField;
    private final int afterField;
    private final int operationField;
    private final int sourceField;
    private final @Nullable AvroRecord source;
    private final int timestampField;
    private final SourceBlock.@Nullable Name[] parts;

    /**
     * @param before reads rows as they were, or {@code null} if envelopes have none
     * @param positions whether somebody wants to know where in the source's log a change stands
     */
    AvroEnvelope(AvroRecord envelope, @Nullable AvroRowReader before, AvroRowReader after, boolean positions) {
        super(positions);
        this.envelope = envelope;
        this.before = before;
        this.after = after;
        Schema schema = envelope.schema();
        this.beforeField = before == null ? -1 : schema.field("before").index();
        this.afterField = schema.field("after").index();
        this.operationField = schema.field("op").index();
        Field told = schema.field("source");
        this.source = told == null ? null : envelope.record(told.index());
        this.sourceField = told == null || source == null ? -1 : told.index();
        Field millis = source == null ? null : StructEnvelope.timestampField(source.schema());
        this.timestampField = millis == null ? -1 : millis.index();
        this.parts = new SourceBlock.Name[source == null ? 0 : source.size()];
        for (int i = 0; source != null && i < parts.length; i++) {
            parts[i] = SourceBlock.Name.of(source.name(i));
        }
    }

    @Override
    BadBytesException broken(IOException problem) {
        return AvroInput.broken(problem);
    }

    @Override
    void read(Incoming opened, boolean wantsBefore) throws IOException, BadBytesException {
        in.open(opened.bytes(), opened.start(), opened.end());
        for (int i = 0; i < envelope.size(); i++) {
            AvroType type = envelope.type(i);
            if (wantsBefore) {
                if (i == beforeField && before != null) {
                    row(type.readNull(in) ? null : before.read(in));
                    return;
                }
                type.skip(in);
            } else if (i == afterField) {
                readAfter(type);
            } else if (i == operationField) {
                operation(type.readNull(in) ? null : type.text(in));
            } else if (i == sourceField && source != null) {
                if (!type.readNull(in)) {
                    readSource(source, beginSource());
                }
            } else {
                type.skip(in);
            }
        }
        if (!wantsBefore) {
            in.requireEnd();
        }
    }

    private void readAfter(AvroType type) throws IOException, BadBytesException {
        try {
            row(type.readNull(in) ? null : after.read(in));
        } catch (BadBytesException e) {
            throw e.in("after");
        }
    }

    private void readSource(AvroRecord told, SourceBlock.@Nullable OfParts block)
            throws IOException, BadBytesException {
        for (int i = 0; i < parts.length; i++) {
            AvroType type = told.type(i);
            SourceBlock.Name part = parts[i];
            if (i == timestampField) {
                if (!type.readNull(in)) {
                    timestamp(type.integer(in));
                }
            } else if (block != null && part != null) {
                block.set(part, type.read(in));
            } else {
                type.skip(in);
            }
        }
    }
}
