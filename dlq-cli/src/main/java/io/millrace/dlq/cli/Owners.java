/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.GroupState;

/** Whether a connector's tasks are there, as far as the cluster with the letters knows. Confined to the main thread. */
final class Owners {
    private static final long TIMEOUT_SECONDS = 20;

    private final Cluster cluster;

    Owners(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Refuses a command that nobody is there to carry out. */
    void require(String connector) {
        if (areAway(connector)) {
            throw DlqException.unreachable("no task of connector '" + connector + "' is running: its consumer group '"
                    + group(connector) + "' has no members. Start it, or leave the command for it with --no-wait");
        }
    }

    /**
     * Whether the group of the connector's tasks is known and empty. A group that is not known may be on another cluster,
     * or have another name.
     */
    private boolean areAway(String connector) {
        try {
            ConsumerGroupDescription description = cluster.admin()
                    .describeConsumerGroups(List.of(group(connector)))
                    .all()
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .get(group(connector));
            return description != null && description.groupState() == GroupState.EMPTY;
        } catch (ExecutionException | TimeoutException e) {
            // No such group, or it is not ours to look at: then it will show whether somebody answers.
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DlqException.unreachable("the group of the connector's tasks cannot be looked up", e);
        }
    }

    private static String group(String connector) {
        return "connect-" + connector;
    }
}
