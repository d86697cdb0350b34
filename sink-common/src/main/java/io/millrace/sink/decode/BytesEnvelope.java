/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.decode.raw.BadBytesException;
import io.millrace.sink.record.DecodedRow;
import io.millrace.sink.record.Origin;
import io.millrace.sink.record.Row;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Envelopes that are read straight from bytes, in one pass that steps over {@code before}: only a delete, which is known as
 * one at the end, has it read in a second. Task thread only.
 */
abstract class BytesEnvelope implements Envelope {
    private final SourceBlock.@Nullable OfParts block;
    private @Nullable Incoming record;
    private @Nullable Row image;
    private boolean hasSource;

    private @Nullable String operation;
    private @Nullable DecodedRow row;
    private long timestamp;

    /** @param positions whether somebody wants to know where in the source's log a change stands */
    BytesEnvelope(boolean positions) {
        this.block = positions ? new SourceBlock.OfParts() : null;
    }

    /**
     * Reads one envelope and says what it holds with the methods below.
     *
     * @param before whether the row as it was is wanted, and nothing else
     */
    abstract void read(Incoming opened, boolean before) throws IOException, BadBytesException;

    final void operation(@Nullable String op) {
        operation = op;
    }

    final void row(@Nullable DecodedRow read) {
        row = read;
    }

    final void timestamp(long millis) {
        timestamp = millis;
    }

    /** Takes what the source says, if anybody wants to know it; else {@code null}. */
    final SourceBlock.@Nullable OfParts beginSource() {
        hasSource = true;
        return block;
    }

    @Override
    public final void open(Incoming opened) throws DecodeException {
        record = opened;
        image = null;
        operation = null;
        timestamp = Origin.NO_TIMESTAMP;
        hasSource = false;
        if (block != null) {
            block.clear();
        }
        read(false);
    }

    private void read(boolean before) throws DecodeException {
        row = null;
        try {
            if (record != null) {
                read(record, before);
            }
        } catch (IOException e) {
            throw DecodeException.rejected(broken(e));
        } catch (BadBytesException e) {
            throw DecodeException.rejected(before ? e.in("before") : e);
        }
    }

    /** What the format's library says in other words. */
    abstract BadBytesException broken(IOException problem);

    @Override
    public final @Nullable String operation() {
        return operation;
    }

    @Override
    public final @Nullable Row after() {
        image = row;
        return row;
    }

    @Override
    public final @Nullable Row before() throws DecodeException {
        read(true);
        image = row;
        return row;
    }

    @Override
    public final @Nullable Object image() {
        return image;
    }

    @Override
    public final int bytes() {
        return record == null ? 0 : record.bytes().length + record.end() - record.start();
    }

    @Override
    public final long timestamp() {
        return timestamp;
    }

    @Override
    public final @Nullable SourceBlock source() {
        return hasSource ? block : null;
    }
}
