/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.record;

/** What the decoder made of a record. */
public sealed interface Decoded permits ChangeEvent, Skipped, Undecodable, Postponed {}
