/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.rig;

import io.millrace.benchmarks.endtoend.event.Form;
import io.millrace.benchmarks.endtoend.event.Workload;

/**
 * A topic with all events of a workload on it. Immutable.
 *
 * @param name of the topic
 * @param workload its events
 * @param form what they look like
 * @param valueBytes mean size of a record's value in bytes
 */
public record LoadedTopic(String name, Workload workload, Form form, double valueBytes) {}
