/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.record.Destination;
import java.util.List;

/**
 * How the records of one topic are read. Confined to the task thread.
 *
 * @param routing where its events go
 * @param keySource where keys come from
 * @param keyFields which fields make the key; empty for all, or for the default names
 * @param needsKeys whether an event without a key is an error
 * @param fields which fields of rows become columns
 * @param deleteEnabled whether deletes are applied or skipped
 * @param truncateEnabled whether truncates are applied or skipped
 * @param format who decodes its records, and how
 */
public record TopicSettings(
        Routing routing,
        KeySource keySource,
        List<String> keyFields,
        boolean needsKeys,
        FieldSelection fields,
        boolean deleteEnabled,
        boolean truncateEnabled,
        DecodeFormat format) {
    public TopicSettings {
        keyFields = List.copyOf(keyFields);
    }

    /** Settings of a topic whose records converters decode. */
    public TopicSettings(
            Routing routing,
            KeySource keySource,
            List<String> keyFields,
            boolean needsKeys,
            FieldSelection fields,
            boolean deleteEnabled,
            boolean truncateEnabled) {
        this(routing, keySource, keyFields, needsKeys, fields, deleteEnabled, truncateEnabled, DecodeFormat.CONNECT);
    }

    /** The same with its records decoded in another way. */
    public TopicSettings decoding(DecodeFormat other) {
        return new TopicSettings(
                routing, keySource, keyFields, needsKeys, fields, deleteEnabled, truncateEnabled, other);
    }

    /** Settings of a topic all of whose events go to one destination, with all fields. */
    public TopicSettings(
            Destination destination,
            KeySource keySource,
            List<String> keyFields,
            boolean deleteEnabled,
            boolean truncateEnabled) {
        this(Routing.to(destination), keySource, keyFields, true, FieldSelection.ALL, deleteEnabled, truncateEnabled);
    }
}
