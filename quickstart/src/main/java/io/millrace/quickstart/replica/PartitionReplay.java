/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart.replica;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.quickstart.compare.CanonicalJson;
import io.millrace.quickstart.compare.TableRows;
import java.util.List;

/**
 * Replays the objects of one partition in their order onto the rows of a table, and checks that each offset stands there
 * once. Confined to one thread.
 *
 * <p>The one offset that has no row is that of the tombstone right behind a delete.
 */
final class PartitionReplay {
    private final TableRows rows;
    private final List<String> faults;
    private String lastKey;
    private long nextObject;
    private long nextOffset;
    private boolean afterDelete;

    /**
     * @param folder folder of the partition
     * @param rows what the changes are applied to
     * @param faults what is wrong is added here
     */
    PartitionReplay(String folder, TableRows rows, List<String> faults) {
        this.lastKey = folder;
        this.rows = rows;
        this.faults = faults;
    }

    /** Name of the object replayed last; before the first one, a name that comes before all. */
    String lastKey() {
        return lastKey;
    }

    void replay(S3Bucket.Content object) {
        long from = Long.parseLong(object.metadata().getOrDefault("millrace-from-offset", "-1"));
        if (from != nextObject) {
            faults.add(object.key() + " begins at offset " + from + "; the one before it ends at " + nextObject);
        }
        object.text().lines().forEach(line -> apply(object.key(), CanonicalJson.read(line)));
        nextObject = Long.parseLong(object.metadata().getOrDefault("millrace-to-offset", "-1"));
        lastKey = object.key();
    }

    private void apply(String object, JsonNode line) {
        checkOffset(object, line.path("offset").asLong());
        afterDelete = line.path("op").asText().equals("d");
        if (afterDelete) {
            rows.remove(line.path("key"));
        } else if (line.path("unchanged").isEmpty()) {
            rows.put(line.path("after"));
        } else {
            rows.merge(line.path("after"));
        }
    }

    private void checkOffset(String object, long offset) {
        if (offset < nextOffset) {
            faults.add(object + " has offset " + offset + " again");
        } else if (offset > nextOffset + (afterDelete ? 1 : 0)) {
            faults.add(object + " goes on with offset " + offset + ", while the last one was " + (nextOffset - 1));
        }
        nextOffset = offset + 1;
    }
}
