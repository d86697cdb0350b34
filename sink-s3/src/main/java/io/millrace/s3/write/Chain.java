/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.write;

import io.millrace.s3.format.RowLayout;
import io.millrace.s3.store.ObjectRange;
import io.millrace.s3.store.ObjectStore;
import io.millrace.s3.store.StoreException;
import io.millrace.sink.record.SourcePartition;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The objects of one partition at one destination: each begins where the one before it ends, so there is one name that
 * the next object can have, and whoever creates it decides where it ends. Confined to its lane.
 *
 * <p>After a start, the chain is followed from where the first row belongs to its end: what is stored already is not
 * stored again. Then nobody is asked any more, and the next name follows from the last object.
 */
final class Chain {
    private static final Logger LOG = LoggerFactory.getLogger(Chain.class);
    private static final long UNKNOWN = -1;
    private static final long FIRST_WINDOW = 1_024;
    private static final int WIDER = 32;

    private final ObjectStore store;
    private final SourcePartition source;
    private final ObjectNames names;
    private long next = UNKNOWN;
    private boolean atEnd;
    private @Nullable OpenObject open;
    private @Nullable RowLayout layout;

    Chain(ObjectStore store, SourcePartition source, ObjectNames names) {
        this.store = store;
        this.source = source;
        this.names = names;
    }

    /**
     * Finds out whether a row is stored already. Asks the store only until the chain's end has been found.
     *
     * @param offset of the row; not below those of earlier calls
     */
    boolean isStored(long offset) throws StoreException {
        if (atEnd) {
            return offset < next;
        }
        if (next == UNKNOWN) {
            next = endOfLastAtOrBefore(offset);
        }
        while (!atEnd && next <= offset) {
            String key = store.firstKey(names.stem(next));
            ObjectRange stored = key == null ? null : range(key);
            if (stored == null) {
                atEnd = true;
                LOG.info("{} goes on in {} with object '{}'", source.topicPartition(), store, names.key(next));
            } else {
                next = stored.to();
            }
        }
        return offset < next;
    }

    /** Where the last object ends that begins at or before an offset; the offset itself if there is none. */
    private long endOfLastAtOrBefore(long offset) throws StoreException {
        // Most likely the last object is near. The further away it is, the less it matters how many there are between.
        for (long window = FIRST_WINDOW; ; window *= WIDER) {
            long low = Math.max(0, offset - window);
            String last = lastBetween(low, offset);
            if (last != null) {
                ObjectRange range = range(last);
                if (range == null) {
                    throw StoreException.passing("vanished", "Object '" + last + "' was there and is gone");
                }
                return range.to();
            }
            if (low == 0) {
                return offset;
            }
        }
    }

    private @Nullable String lastBetween(long low, long high) {
        String last = null;
        String after = names.before(low);
        while (true) {
            List<String> keys = store.keys(names.folder(), after);
            for (String key : keys) {
                long offset = names.offset(key);
                if (offset > high) {
                    return last;
                }
                last = offset < 0 ? last : key;
                after = key;
            }
            if (!ObjectStore.isWholePage(keys)) {
                return last;
            }
        }
    }

    /**
     * What an object of this chain holds.
     *
     * @return {@code null} if there is no such object
     * @throws StoreException if it belongs to another chain
     */
    @Nullable
    ObjectRange range(String key) throws StoreException {
        ObjectRange range = store.range(key);
        if (range == null) {
            return null;
        }
        if (!range.topic().equals(source.topic()) || range.partition() != source.partition()) {
            throw StoreException.systemic(
                    "shared-folder",
                    "Object '" + key + "' in " + store + " holds rows of " + range.topic() + "-" + range.partition()
                            + ", and rows of " + source.topicPartition() + " would go there, too; set"
                            + " 'object.partition.format' to 'topic_and_number', or change 'object.prefix' so that topics do"
                            + " not share a prefix");
        }
        if (range.from() != names.offset(key)) {
            throw StoreException.systemic(
                    "renamed-object",
                    "Object '" + key + "' in " + store + " begins at offset " + range.from()
                            + ", so this is not its name; move it away");
        }
        return range;
    }

    ObjectNames names() {
        return names;
    }

    /** Where the next object begins; known once a row has been looked for. */
    long next() {
        return next;
    }

    /** The object that is being filled, if there is one. */
    @Nullable
    OpenObject open() {
        return open;
    }

    /** The layout that rows had last. */
    @Nullable
    RowLayout layout() {
        return layout;
    }

    void opened(OpenObject object) {
        open = object;
        layout = object.layout();
    }

    /** The open object has been sealed. */
    void sealed(OpenObject object) {
        open = null;
        next = object.to();
    }

    /** Somebody else has stored an object here that goes further than ours: follow theirs. */
    void follow(ObjectRange stored) {
        next = stored.to();
        atEnd = false;
    }
}
