/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a worker says about a connector.
 *
 * @param connector the connector itself
 * @param tasks its tasks, in the order of their numbers; may be empty for a moment after a start
 */
public record ConnectorStatus(Part connector, List<Part> tasks) {
    /**
     * The connector or one of its tasks.
     *
     * @param state such as {@code RUNNING}, {@code PAUSED}, {@code STOPPED}, {@code FAILED}, {@code UNASSIGNED}
     * @param worker id of the worker it is on: host and port of its REST interface
     * @param trace stack trace of a failure; empty if there is none
     */
    public record Part(String state, String worker, String trace) {}

    /** Copies the tasks. */
    public ConnectorStatus {
        tasks = List.copyOf(tasks);
    }

    /**
     * Whether the connector and all its tasks are in a state.
     *
     * @param state such as {@code RUNNING}
     * @param count how many tasks there must be
     * @return true if all are
     */
    public boolean all(String state, int count) {
        return tasks.size() == count && parts().allMatch(part -> part.state().equals(state));
    }

    /**
     * Whether the connector or any of its tasks has failed.
     *
     * @return true if one has
     */
    public boolean failed() {
        return parts().anyMatch(part -> part.state().equals("FAILED"));
    }

    /**
     * The traces of all that has failed.
     *
     * @return stack traces, one after the other; empty if nothing has failed
     */
    public String traces() {
        return parts().map(Part::trace).filter(trace -> !trace.isEmpty()).collect(Collectors.joining("\n"));
    }

    private Stream<Part> parts() {
        return Stream.concat(Stream.of(connector), tasks.stream());
    }
}
