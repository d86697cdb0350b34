/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode.raw;

import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that are not what they should be. The message never quotes them. Has no stack trace: it is a value.
 */
public final class BadBytesException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String detail;
    private final String problem;
    private final @Nullable String field;

    private BadBytesException(String detail, String problem, @Nullable String field) {
        super(field == null ? problem : "field '" + field + "': " + problem, null, false, false);
        this.detail = detail;
        this.problem = problem;
        this.field = field;
    }

    /**
     * Says what is wrong.
     *
     * @param detail stable name of the problem: {@code bad-json}
     * @param problem one line for people, without any of the bytes
     */
    public static BadBytesException of(String detail, String problem) {
        return new BadBytesException(detail, problem, null);
    }

    /** A value that is not of the type that its schema says. */
    public static BadBytesException mismatch(Schema schema, String found) {
        String type = schema.name() == null ? schema.type().name() : schema.name();
        return of("wrong-type", "the schema says " + type + ", but there is " + found);
    }

    /** No value where the schema demands one. */
    public static BadBytesException missing(Schema schema) {
        return of("null-required", "there is no value, but the schema says that " + schema.type() + " is not optional");
    }

    /** The same problem inside of a field. */
    public BadBytesException in(String outer) {
        return new BadBytesException(detail, problem, field == null ? outer : outer + "." + field);
    }

    /** Stable name of the problem. */
    public String detail() {
        return detail;
    }
}
