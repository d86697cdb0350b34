/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.write;

import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureCode;
import io.millrace.s3.format.ObjectAppender;
import io.millrace.s3.format.RowFormat;
import io.millrace.s3.store.ObjectBuffer;
import io.millrace.s3.store.ObjectRange;
import io.millrace.s3.store.ObjectStore;
import io.millrace.s3.store.StoreException;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Origin;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.spi.Batch;
import io.millrace.sink.spi.BatchWriter;
import io.millrace.sink.spi.Outcome;
import io.millrace.sink.spi.WriteResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts each letter that is replayed into an object of its own, beside the chain that covers its offset without having its
 * row. The name follows from the record, so a letter that is replayed twice is stored once. Confined to its lane.
 */
final class LetterWriter implements BatchWriter {
    private static final Logger LOG = LoggerFactory.getLogger(LetterWriter.class);

    private final ObjectStore store;
    private final ObjectSettings settings;
    private final RowFormat format;
    private final String name;

    LetterWriter(ObjectStore store, ObjectSettings settings, RowFormat format, String name) {
        this.store = store;
        this.settings = settings;
        this.format = format;
        this.name = name;
    }

    @Override
    public WriteResult write(Batch batch) throws StoreException {
        store.prove();
        List<Outcome> outcomes = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            outcomes.add(write(batch, i));
        }
        return WriteResult.each(outcomes);
    }

    private Outcome write(Batch batch, int entry) throws StoreException {
        ChangeEvent event = batch.event(entry);
        Origin origin = event.origin();
        SourcePartition source = origin.source();
        ObjectNames names =
                new ObjectNames(event.destination().name(), settings.folder().name(source), format.extension());
        ObjectBuffer content = content(batch, entry, names.replayedStem(origin.offset()));
        ObjectRange range = new ObjectRange(
                source.topic(), source.partition(), origin.offset(), origin.offset() + 1, 1, content.crc32());
        String stored = store.firstKey(names.replayedStem(origin.offset()));
        String key = stored == null ? names.replayedKey(origin.offset()) : stored;
        if (stored == null && store.create(key, content, range, format.contentType())) {
            LOG.debug("{}: published '{}'", name, key);
            return Outcome.WRITTEN;
        }
        ObjectRange there = store.range(key);
        if (there == null) {
            throw StoreException.passing("vanished", "Object '" + key + "' was there and is gone");
        }
        if (there.equals(range)) {
            LOG.info("{}: '{}' is stored already", name, key);
            return Outcome.STALE;
        }
        return Outcome.failed(new Failure.Rejected(
                FailureCode.of("s3", "replayed-otherwise"),
                "object '" + key + "' in " + store + " was replayed for " + origin
                        + " before, from another record or with other settings; discard the letter if that object is right,"
                        + " else move the object away and replay again",
                null));
    }

    private ObjectBuffer content(Batch batch, int entry, String place) {
        ObjectBuffer content = new ObjectBuffer();
        try (ObjectAppender appender = format.begin(format.layout(batch.event(entry), null), place, content)) {
            appender.append(batch.bytes().array(), batch.start(entry), batch.length(entry));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return content;
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
