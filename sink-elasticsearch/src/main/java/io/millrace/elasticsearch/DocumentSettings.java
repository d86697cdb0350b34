/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch;

import java.util.Optional;

/**
 * How documents are written. Immutable.
 *
 * @param lanes how many requests a task has under way at the same time
 * @param autoCreate whether indices may come into being with their first document
 * @param idSeparator stands between the fields of a composite key
 * @param idOverflow what becomes of ids that are too long
 * @param routingField field of the key that routes documents to shards
 * @param versions where versions come from
 * @param epoch counts how often offsets have begun anew
 */
public record DocumentSettings(
        int lanes,
        boolean autoCreate,
        char idSeparator,
        IdOverflow idOverflow,
        Optional<String> routingField,
        VersionSource versions,
        int epoch) {

    /** What becomes of ids of more than 512 bytes: the values of {@code document.id.overflow}. */
    public enum IdOverflow {
        /** A hash stands in. */
        HASH,
        /** The record is rejected. */
        REJECT
    }

    /** Where versions of documents come from: the values of {@code version.source}. */
    public enum VersionSource {
        /** Offsets in Kafka. */
        KAFKA,
        /** Elasticsearch counts by itself. */
        NONE
    }
}
