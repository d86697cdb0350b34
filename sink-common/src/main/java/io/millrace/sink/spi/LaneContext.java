/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.spi;

import io.millrace.sink.time.TimeSource;

/**
 * What a lane's encoder and writer may use.
 *
 * @param name of the lane, for messages and the names of connections
 * @param settlements for writers that defer
 * @param time the clock that {@link BatchWriter#wakeAt} is measured with
 */
public record LaneContext(String name, Settlements settlements, TimeSource time) {}
