/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.store;

/** Which checksums go along with objects: the values of {@code checksum.mode}. */
public enum ChecksumMode {
    /** A CRC32, which the store compares with what has arrived. */
    WHEN_SUPPORTED,
    /** None: for stores that do not know the headers. */
    WHEN_REQUIRED
}
