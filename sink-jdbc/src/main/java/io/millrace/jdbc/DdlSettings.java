/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import java.time.Duration;

/**
 * How tables are changed. Immutable.
 *
 * @param execute whether changes are made, or only logged for somebody else to make
 * @param lockTimeout longest wait for a lock on a table
 */
public record DdlSettings(boolean execute, Duration lockTimeout) {}
