/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.format;

import java.io.IOException;

/** Puts encoded rows into one object. Confined to its lane. */
public interface ObjectAppender extends AutoCloseable {
    /** Adds a row as {@link RowFormat} has encoded it. */
    void append(byte[] bytes, int start, int length) throws IOException;

    /** Ends the object, if that has not been done, and lets go of everything. */
    @Override
    void close() throws IOException;
}
