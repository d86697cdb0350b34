/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import io.millrace.dlq.Failure;

/** An entry and what it seems to have done. Confined to its lane. */
record Blame(Entry entry, Failure failure) {}
