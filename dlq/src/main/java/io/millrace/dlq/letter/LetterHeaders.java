/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.letter;

/**
 * The names of all headers that a letter carries beside the failed record's own. {@code __connect.errors.*} are those
 * of Kafka Connect's native dead-letter queue (KIP-298), text values and all, so that existing tools read our letters;
 * {@code dl.*} are ours, UTF-8 text.
 */
final class LetterHeaders {
    static final String CONNECT_PREFIX = "__connect.errors.";
    static final String CONNECT_TOPIC = CONNECT_PREFIX + "topic";
    static final String CONNECT_PARTITION = CONNECT_PREFIX + "partition";
    static final String CONNECT_OFFSET = CONNECT_PREFIX + "offset";
    static final String CONNECT_CONNECTOR = CONNECT_PREFIX + "connector.name";
    static final String CONNECT_TASK = CONNECT_PREFIX + "task.id";
    static final String CONNECT_STAGE = CONNECT_PREFIX + "stage";
    static final String CONNECT_CLASS = CONNECT_PREFIX + "class.name";
    static final String CONNECT_EXCEPTION_CLASS = CONNECT_PREFIX + "exception.class.name";
    static final String CONNECT_EXCEPTION_MESSAGE = CONNECT_PREFIX + "exception.message";
    static final String CONNECT_EXCEPTION_STACKTRACE = CONNECT_PREFIX + "exception.stacktrace";

    static final String OWN_PREFIX = "dl.";
    static final String VERSION = OWN_PREFIX + "v";
    static final String ID = OWN_PREFIX + "id";
    static final String KIND = OWN_PREFIX + "kind";
    static final String FINGERPRINT = OWN_PREFIX + "fp";
    static final String FINGERPRINT_TITLE = OWN_PREFIX + "fp.title";
    static final String KEY_HASH = OWN_PREFIX + "key.hash";
    static final String PARENT = OWN_PREFIX + "parent";
    static final String CLASS = OWN_PREFIX + "class";
    static final String CODE = OWN_PREFIX + "code";
    static final String STAGE = OWN_PREFIX + "stage";
    static final String OPERATION = OWN_PREFIX + "op";
    static final String TARGET = OWN_PREFIX + "target";
    static final String ATTEMPTS = OWN_PREFIX + "attempts";
    static final String FIRST_TIMESTAMP = OWN_PREFIX + "first.ts";
    static final String ORIGINAL_TIMESTAMP = OWN_PREFIX + "orig.ts";
    static final String ORIGINAL_TIMESTAMP_TYPE = OWN_PREFIX + "orig.ts.type";
    static final String PAYLOAD = OWN_PREFIX + "payload";
    static final String CONNECTOR_VERSION = OWN_PREFIX + "conn";

    /** What Connect writes for a failure that a task reports: it cannot know more. */
    static final String CONNECT_STAGE_TASK_PUT = "TASK_PUT";

    static final String CONNECT_CLASS_SINK_TASK = "org.apache.kafka.connect.sink.SinkTask";

    static final String CURRENT_VERSION = "1";

    private LetterHeaders() {}

    /** Whether a header belongs to a letter and not to the record in it. */
    static boolean isOurs(String name) {
        return name.startsWith(OWN_PREFIX) || name.startsWith(CONNECT_PREFIX);
    }
}
