/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.letter;

/**
 * The names of all headers that a letter carries beside the failed record's own. {@code __connect.errors.*} are those
 * of Kafka Connect's native dead-letter queue (KIP-298), text values and all, so that existing tools read our letters;
 * {@code dl.*} are ours, UTF-8 text.
 */
public final class LetterHeaders {
    public static final String CONNECT_PREFIX = "__connect.errors.";
    public static final String CONNECT_TOPIC = CONNECT_PREFIX + "topic";
    public static final String CONNECT_PARTITION = CONNECT_PREFIX + "partition";
    public static final String CONNECT_OFFSET = CONNECT_PREFIX + "offset";
    public static final String CONNECT_CONNECTOR = CONNECT_PREFIX + "connector.name";
    public static final String CONNECT_TASK = CONNECT_PREFIX + "task.id";
    public static final String CONNECT_STAGE = CONNECT_PREFIX + "stage";
    public static final String CONNECT_CLASS = CONNECT_PREFIX + "class.name";
    public static final String CONNECT_EXCEPTION_CLASS = CONNECT_PREFIX + "exception.class.name";
    public static final String CONNECT_EXCEPTION_MESSAGE = CONNECT_PREFIX + "exception.message";
    public static final String CONNECT_EXCEPTION_STACKTRACE = CONNECT_PREFIX + "exception.stacktrace";

    public static final String OWN_PREFIX = "dl.";
    public static final String VERSION = OWN_PREFIX + "v";
    public static final String ID = OWN_PREFIX + "id";
    public static final String KIND = OWN_PREFIX + "kind";
    public static final String FINGERPRINT = OWN_PREFIX + "fp";
    public static final String FINGERPRINT_TITLE = OWN_PREFIX + "fp.title";
    public static final String KEY_HASH = OWN_PREFIX + "key.hash";
    public static final String PARENT = OWN_PREFIX + "parent";
    public static final String CLASS = OWN_PREFIX + "class";
    public static final String CODE = OWN_PREFIX + "code";
    public static final String STAGE = OWN_PREFIX + "stage";
    public static final String OPERATION = OWN_PREFIX + "op";
    public static final String TARGET = OWN_PREFIX + "target";
    public static final String ATTEMPTS = OWN_PREFIX + "attempts";
    public static final String FIRST_TIMESTAMP = OWN_PREFIX + "first.ts";
    public static final String ORIGINAL_TIMESTAMP = OWN_PREFIX + "orig.ts";
    public static final String ORIGINAL_TIMESTAMP_TYPE = OWN_PREFIX + "orig.ts.type";
    public static final String PAYLOAD = OWN_PREFIX + "payload";
    public static final String CONNECTOR_VERSION = OWN_PREFIX + "conn";

    /** What Connect writes for a failure that a task reports: it cannot know more. */
    public static final String CONNECT_STAGE_TASK_PUT = "TASK_PUT";

    public static final String CONNECT_CLASS_SINK_TASK = "org.apache.kafka.connect.sink.SinkTask";

    public static final String CURRENT_VERSION = "1";

    private LetterHeaders() {}

    /** Whether a header belongs to a letter and not to the record in it. */
    public static boolean isOurs(String name) {
        return name.startsWith(OWN_PREFIX) || name.startsWith(CONNECT_PREFIX);
    }
}
