/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.record;

/**
 * A log that a source reads: positions compare within one of them only. Immutable.
 *
 * @param connector kind of source, as it calls itself: {@code postgresql}, {@code mariadb}
 * @param name logical name of the source
 * @param database what tells its logs apart: a database, or the server that writes a binlog
 */
public record ChangeSource(String connector, String name, String database) {}
