/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.registry;

/** What is known of a schema. Messages say what to do; immutable. */
public sealed interface Lookup {
    /** It is there; once so, for ever so. */
    record Found(String text) implements Lookup {}

    /** The registry says that it has no such schema, or none that we can read: the record is at fault that names it. */
    record Unknown(String message) implements Lookup {}

    /** The registry does not let us ask: the configuration is at fault. */
    record Refused(String message) implements Lookup {}

    /** Nobody knows yet: the question is under way, or the registry is down. No record is at fault. */
    record Waiting(String message) implements Lookup {}
}
