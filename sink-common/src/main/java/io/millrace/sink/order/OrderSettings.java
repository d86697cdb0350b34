/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

/**
 * How the order of keys with dead letters is kept. Immutable.
 *
 * @param connector name of the connector
 * @param task number of the task
 * @param policies what holds where
 * @param maxKeys most keys with letters at a time
 * @param maxLettersPerKey most letters of one key at a time
 * @param pauseOnOverflow whether the stream waits when there are more; else the task fails
 */
public record OrderSettings(
        String connector,
        int task,
        OrderPolicies policies,
        int maxKeys,
        int maxLettersPerKey,
        boolean pauseOnOverflow) {}
