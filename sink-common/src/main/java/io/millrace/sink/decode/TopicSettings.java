/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.record.Destination;
import java.util.List;

/**
 * How the records of one topic are read. Immutable.
 *
 * @param destination where its events go
 * @param keySource where keys come from
 * @param keyFields which fields make the key; empty for all, or for the default names
 * @param deleteEnabled whether deletes are applied or skipped
 * @param truncateEnabled whether truncates are applied or skipped
 */
public record TopicSettings(
        Destination destination,
        KeySource keySource,
        List<String> keyFields,
        boolean deleteEnabled,
        boolean truncateEnabled) {

    public TopicSettings {
        keyFields = List.copyOf(keyFields);
    }
}
