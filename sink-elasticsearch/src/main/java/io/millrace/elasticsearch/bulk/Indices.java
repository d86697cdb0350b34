/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch.bulk;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.millrace.elasticsearch.http.Caller;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Delete;
import io.millrace.sink.record.Destination;
import io.millrace.sink.record.Row;
import io.millrace.sink.record.RowShape;
import io.millrace.sink.record.Upsert;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The indices of a lane's destinations. Confined to its lane. */
final class Indices {
    private final ConcurrentMap<String, Destination> owners;
    private final IndexCreation creation;
    private final Caller caller;
    private final Map<Destination, SerializedString> names = new IdentityHashMap<>();

    /** @param owners which destination has which index, shared by all lanes of a task */
    Indices(ConcurrentMap<String, Destination> owners, IndexCreation creation, Caller caller) {
        this.owners = owners;
        this.creation = creation;
        this.caller = caller;
    }

    /**
     * The index that an event goes to; it is there.
     *
     * @throws FailedException if the destination can have none, or it is not there and cannot be created
     */
    SerializableString of(ChangeEvent event) throws IOException, InterruptedException, FailedException {
        Destination destination = event.destination();
        SerializedString name = names.get(destination);
        if (name == null) {
            name = new SerializedString(name(destination));
            names.put(destination, name);
        }
        RowShape columns = columns(event);
        if (!creation.isReady(name.getValue(), columns != null)) {
            creation.ensure(caller, name.getValue(), columns);
        }
        return name;
    }

    /** Of a row before a delete, too: its values may be made up, its columns are not. */
    private static @Nullable RowShape columns(ChangeEvent event) {
        Row row = event instanceof Delete delete ? delete.before() : ((Upsert) event).row();
        return row == null ? null : row.shape();
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
