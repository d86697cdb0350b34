/* SPDX-License-Identifier: Apache-2.0 */
/** A schema registry that speaks Confluent's REST API. */
@NullMarked
package io.millrace.sink.registry;

import org.jspecify.annotations.NullMarked;
