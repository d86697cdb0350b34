/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.topic;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;

/** A topic beside that of letters, of one partition if we create it. Confined to one thread. */
final class ControlTopic {
    private final TopicSettings settings;
    private final Map<String, String> configs;
    private boolean created;

    /** @param configs settings of the topic if we create it */
    ControlTopic(TopicSettings settings, Map<String, String> configs) {
        this.settings = settings;
        this.configs = Map.copyOf(configs);
    }

    /**
     * Creates the topic if it is missing and we may; looks for it once.
     *
     * @throws KafkaException if the cluster does not answer; then the next call looks again
     */
    void createOnce() throws InterruptedException {
        if (!created && settings.create()) {
            LetterTopic.createIfMissing(settings, Optional.of(1), configs);
        }
        created = true;
    }
}
