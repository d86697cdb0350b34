/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.registry;

/** Tells schemas by their numbers. Confined to the task thread. */
@FunctionalInterface
public interface SchemaSource {
    /** What is known of a schema now. Never waits: who is told to wait asks again later. */
    Lookup find(int id);
}
