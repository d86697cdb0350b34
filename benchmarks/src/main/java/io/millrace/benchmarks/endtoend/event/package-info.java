/* SPDX-License-Identifier: Apache-2.0 */
/** What stands on the topics: change events of a made-up table, in every form that a topic may have. */
@NullMarked
package io.millrace.benchmarks.endtoend.event;

import org.jspecify.annotations.NullMarked;
