/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.write;

import io.millrace.s3.format.RowFormat;
import io.millrace.s3.format.RowLayout;
import io.millrace.s3.store.ObjectRange;
import io.millrace.s3.store.ObjectStore;
import io.millrace.s3.store.StoreException;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Destination;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.spi.Batch;
import io.millrace.sink.spi.BatchWriter;
import io.millrace.sink.spi.LaneContext;
import io.millrace.sink.spi.Outcome;
import io.millrace.sink.spi.WriteResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a partition's rows into objects, one open object for each destination, and publishes them when they are old, large
 * or many enough. Confined to its lane.
 *
 * <p>{@link #write} asks the store what is there already before it takes a single row, so that it can fail and be called
 * again; taking rows is work in memory alone. Uploads happen in {@link #wakeUp}, one for each call.
 */
final class LaneWriter implements BatchWriter {
    private static final Logger LOG = LoggerFactory.getLogger(LaneWriter.class);

    private final ObjectStore store;
    private final ObjectSettings settings;
    private final RowFormat format;
    private final LaneContext context;
    private final Map<Destination, Chain> chains = new IdentityHashMap<>();
    private final ArrayDeque<OpenObject> sealed = new ArrayDeque<>();
    private @Nullable SourcePartition source;
    private long nextOffset;
    private long dueAt = NEVER;
    private boolean rewound;

    LaneWriter(ObjectStore store, ObjectSettings settings, RowFormat format, LaneContext context) {
        this.store = store;
        this.settings = settings;
        this.format = format;
        this.context = context;
    }

    @Override
    public WriteResult write(Batch batch) throws StoreException {
        if (rewound) {
            // These rows will be handed out again, with the partition.
            return WriteResult.ALL_DEFERRED;
        }
        store.prove();
        boolean anyStored = false;
        for (int i = 0; i < batch.size(); i++) {
            ChangeEvent event = batch.event(i);
            anyStored |= chain(event).isStored(event.origin().offset());
        }
        return anyStored ? takeRest(batch) : takeAll(batch);
    }

    private Chain chain(ChangeEvent event) {
        Chain chain = chains.get(event.destination());
        if (chain == null) {
            SourcePartition from = event.origin().source();
            chain = new Chain(
                    store,
                    from,
                    new ObjectNames(
                            event.destination().name(), settings.folder().name(from), format.extension()));
            chains.put(event.destination(), chain);
            source = from;
        }
        return chain;
    }

    private WriteResult takeAll(Batch batch) {
        for (int i = 0; i < batch.size(); i++) {
            take(batch, i, chain(batch.event(i)));
        }
        return WriteResult.ALL_DEFERRED;
    }

    private WriteResult takeRest(Batch batch) {
        List<Outcome> outcomes = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            ChangeEvent event = batch.event(i);
            Chain chain = chain(event);
            if (event.origin().offset() < chain.next()) {
                outcomes.add(Outcome.STALE);
            } else {
                take(batch, i, chain);
                outcomes.add(Outcome.DEFERRED);
            }
        }
        return WriteResult.each(outcomes);
    }

    private void take(Batch batch, int entry, Chain chain) {
        ChangeEvent event = batch.event(entry);
        long offset = event.origin().offset();
        if (offset < nextOffset) {
            throw new IllegalStateException(event.origin() + " comes after offset " + (nextOffset - 1));
        }
        OpenObject open = chain.open();
        RowLayout layout = format.layout(event, chain.layout());
        if (open != null && open.layout() != layout) {
            seal(open);
            open = null;
        }
        if (open == null) {
            long due = context.time().nanos() + settings.maxLatency().toNanos();
            open = new OpenObject(chain, format, layout, offset, due);
            chain.opened(open);
            dueAt = dueAt == NEVER || due - dueAt < 0 ? due : dueAt;
        }
        open.append(offset, batch.bytes().array(), batch.start(entry), batch.length(entry));
        nextOffset = offset + 1;
        if (open.content().size() >= settings.targetBytes() || open.rows() >= settings.maxRecords()) {
            seal(open);
        }
    }

    private void seal(OpenObject object) {
        object.seal(source());
        object.chain().sealed(object);
        sealed.add(object);
        dueAt = context.time().nanos();
    }

    private SourcePartition source() {
        SourcePartition known = source;
        if (known == null) {
            throw new IllegalStateException("Nothing has been written yet");
        }
        return known;
    }

    @Override
    public long wakeAt() {
        return dueAt;
    }

    /** Publishes one object. */
    @Override
    public void wakeUp() throws StoreException {
        if (sealed.isEmpty()) {
            sealDue(context.time().nanos());
        }
        OpenObject object = sealed.peekFirst();
        if (object != null && publish(object)) {
            sealed.removeFirst();
            context.settlements().durableBelow(source(), firstPending(nextOffset));
        }
        dueAt = nextDue();
    }

    private void sealDue(long now) {
        for (Chain chain : chains.values()) {
            OpenObject open = chain.open();
            if (open != null && now - open.dueAt() >= 0) {
                seal(open);
            }
        }
    }

    /** Returns whether the object's rows are stored and what was built upon that holds. */
    private boolean publish(OpenObject object) throws StoreException {
        ObjectRange ours = object.range();
        if (store.create(object.key(), object.content(), ours, format.contentType())) {
            LOG.debug("{}: published '{}' with {} rows", context.name(), object.key(), ours.rows());
            return true;
        }
        ObjectRange theirs = object.chain().range(object.key());
        if (theirs == null) {
            throw StoreException.passing("vanished", "Object '" + object.key() + "' was there and is gone");
        }
        if (theirs.to() == ours.to()) {
            // Our own, if the answer to an earlier try got lost; or that of a task that had this partition before.
            LOG.info("{}: '{}' is stored already", context.name(), object.key());
            return true;
        }
        LOG.warn(
                "{}: '{}' was written by another task, up to offset {} and not {}; following it",
                context.name(),
                object.key(),
                theirs.to(),
                ours.to());
        if (theirs.to() > ours.to()
                && object.chain().next() == ours.to()
                && object.chain().open() == null) {
            object.chain().follow(theirs);
            return true;
        }
        rewind(object, theirs.to());
        return false;
    }

    /** What is held does not go on where the stored object ends: all of it must come again. */
    private void rewind(OpenObject object, long end) {
        sealed.removeFirst();
        long from = firstPending(Math.max(end, object.firstRow()));
        SourcePartition partition = source();
        discard();
        rewound = true;
        context.settlements().rewind(partition, from);
    }

    /** Offset of the first row that is held, or {@code none}, whichever is lower. */
    private long firstPending(long none) {
        long first = none;
        for (OpenObject object : sealed) {
            first = Math.min(first, object.firstRow());
        }
        for (Chain chain : chains.values()) {
            OpenObject open = chain.open();
            first = open == null ? first : Math.min(first, open.firstRow());
        }
        return first;
    }

    private long nextDue() {
        if (!sealed.isEmpty()) {
            return context.time().nanos();
        }
        long due = NEVER;
        for (Chain chain : chains.values()) {
            OpenObject open = chain.open();
            if (open != null && (due == NEVER || open.dueAt() - due < 0)) {
                due = open.dueAt();
            }
        }
        return due;
    }

    @Override
    public long heldBytes() {
        long bytes = 0;
        for (OpenObject object : sealed) {
            bytes += object.heldBytes();
        }
        for (Chain chain : chains.values()) {
            OpenObject open = chain.open();
            bytes += open == null ? 0 : open.heldBytes();
        }
        return bytes;
    }

    @Override
    public void relieve() {
        for (Chain chain : chains.values()) {
            OpenObject open = chain.open();
            if (open != null) {
                seal(open);
            }
        }
    }

    private void discard() {
        for (Chain chain : chains.values()) {
            OpenObject open = chain.open();
            if (open != null) {
                open.discard();
            }
        }
        chains.clear();
        sealed.clear();
        dueAt = NEVER;
    }

    /** Does nothing: an upload may still be under way on another thread, and what is held goes with the lane. */
    @Override
    public void close() {
        // See above.
    }
}
