/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres.type;

/**
 * Says a value in the text from which the server reads it into a column of some type. Made once per field; confined to its
 * lane.
 */
@FunctionalInterface
interface ValueText {
    /**
     * The text.
     *
     * @param value not null, in the form that {@link io.millrace.sink.record.Row#listAt} describes
     * @throws io.millrace.sink.spi.BadRecordException if the type would not keep all of it
     */
    String of(Object value);
}
