/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch.bulk;

import com.fasterxml.jackson.core.io.SerializedString;
import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureCode;
import io.millrace.elasticsearch.http.Caller;
import io.millrace.elasticsearch.http.Reply;
import io.millrace.sink.record.Destination;
import java.io.IOException;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;

/** The indices of a lane's destinations: named once, and looked for where they must be there. Confined to its lane. */
final class Indices {
    private static final int NOT_FOUND = 404;

    private final ConcurrentMap<String, Destination> owners;
    private final Caller caller;
    private final boolean autoCreate;
    private final Map<Destination, SerializedString> names = new IdentityHashMap<>();
    private final Set<String> seen = new HashSet<>();

    /**
     * @param owners which destination has which index, shared by all lanes of a task
     * @param autoCreate whether an index may be missing
     */
    Indices(ConcurrentMap<String, Destination> owners, Caller caller, boolean autoCreate) {
        this.owners = owners;
        this.caller = caller;
        this.autoCreate = autoCreate;
    }

    /**
     * The index of a destination, as JSON text.
     *
     * @throws FailedException if the destination cannot have one, or it is not there and must be
     */
    SerializedString of(Destination destination) throws IOException, InterruptedException, FailedException {
        SerializedString name = names.get(destination);
        if (name == null) {
            name = new SerializedString(name(destination));
            names.put(destination, name);
        }
        if (!autoCreate && !seen.contains(name.getValue())) {
            lookFor(name.getValue());
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
        if (owner != null && owner != destination) {
            throw FailedException.systemic(
                    "index-shared",
                    "destinations '" + owner.name() + "' and '" + destination.name() + "' both come to index '" + name
                            + "', in lower case and without characters that no index may have; give one of them"
                            + " another name with 'index.name.format' or an override");
        }
        return name;
    }

    private void lookFor(String name) throws IOException, InterruptedException, FailedException {
        Reply reply = caller.ask("HEAD", "/" + name);
        if (reply.status() == NOT_FOUND) {
            throw new FailedException(new Failure.Systemic(
                    FailureCode.of("elasticsearch", "no-index"),
                    "index '" + name + "' does not exist, and 'index.auto.create' is false; create it or set that to"
                            + " true",
                    null));
        }
        if (reply.isSuccess()) {
            seen.add(name);
        } else {
            throw RefusedException.of(reply);
        }
    }

    /** Looks for indices anew when they are needed next. */
    void forget() {
        seen.clear();
    }
}
