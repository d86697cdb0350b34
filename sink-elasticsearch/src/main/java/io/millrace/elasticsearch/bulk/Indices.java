/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch.bulk;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.millrace.elasticsearch.http.Caller;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Destination;
import io.millrace.sink.record.RowShape;
import io.millrace.sink.record.Upsert;
import java.io.IOException;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;

/** The indices of a lane's destinations. Confined to its lane. */
final class Indices {
    private final ConcurrentMap<String, Destination> owners;
    private final IndexCreation creation;
    private final Caller caller;
    private final Map<Destination, SerializedString> names = new IdentityHashMap<>();
    private final Set<String> absent = new HashSet<>();

    /** @param owners which destination has which index, shared by all lanes of a task */
    Indices(ConcurrentMap<String, Destination> owners, IndexCreation creation, Caller caller) {
        this.owners = owners;
        this.creation = creation;
        this.caller = caller;
    }

    /**
     * Whether the index that an event goes to is there, created for it if need be. If not, the event is a delete, and has
     * nothing to delete.
     *
     * @throws FailedException if the destination can have none, or it is not there and cannot be created
     */
    boolean isThereFor(ChangeEvent event) throws IOException, InterruptedException, FailedException {
        String index = of(event).getValue();
        if (creation.isPresent(index)) {
            return true;
        }
        RowShape columns = event instanceof Upsert upsert ? upsert.row().shape() : null;
        if (columns == null && absent.contains(index)) {
            return false;
        }
        boolean there = creation.ensure(caller, index, columns);
        if (!there) {
            absent.add(index);
        }
        return there;
    }

    /**
     * The batch has been encoded. Indices that were not there are looked for again in the next: what it deletes may have
     * been written meanwhile by a task that had its partitions before.
     */
    void batchEncoded() {
        absent.clear();
    }

    /**
     * The index that an event goes to.
     *
     * @throws FailedException if the destination can have none
     */
    SerializableString of(ChangeEvent event) throws FailedException {
        Destination destination = event.destination();
        SerializedString name = names.get(destination);
        if (name == null) {
            name = new SerializedString(name(destination));
            names.put(destination, name);
        }
        return name;
    }

    private String name(Destination destination) throws FailedException {
        String name = IndexName.of(destination.name());
        String problem = IndexName.problem(name);
        if (problem != null) {
            throw FailedException.systemic(
                    "index-name",
                    "'" + name + "', made of destination '" + destination.name() + "', can be no index: " + problem
                            + "; change 'index.name.format' or give the topic an override");
        }
        Destination owner = owners.putIfAbsent(name, destination);
        if (owner != null && !owner.equals(destination)) {
            throw FailedException.systemic(
                    "index-shared",
                    "destinations '" + owner.name() + "' and '" + destination.name() + "' both come to index '" + name
                            + "', in lower case and without characters that no index may have; give one of them"
                            + " another name with 'index.name.format' or an override");
        }
        return name;
    }

    /** Looks for indices anew when they are needed next. */
    void forget() {
        creation.forget();
    }
}
