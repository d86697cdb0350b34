/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.format;

/** How objects are compressed: the values of {@code compression}. */
public enum Compression {
    NONE,
    /** For JSON lines. */
    GZIP,
    /** For Avro, block by block. */
    DEFLATE;

    /** What a format is compressed with if nobody says so. */
    public static Compression of(Format format) {
        return format == Format.JSON ? GZIP : DEFLATE;
    }

    /** Whether it goes with a format. */
    public boolean fits(Format format) {
        return this == NONE || this == of(format);
    }
}
