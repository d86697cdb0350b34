/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.metrics;

import java.util.function.DoubleSupplier;

/**
 * One number to look at from outside.
 *
 * @param name in Kafka's style, with its unit or {@code total} at the end
 * @param description one sentence
 * @param value reads it; called from any thread
 */
public record Gauge(String name, String description, DoubleSupplier value) {}
