/* SPDX-License-Identifier: Apache-2.0 */
/** Avro on a topic, read by plans that are made once per schema. */
@NullMarked
package io.millrace.sink.decode.avro;

import org.jspecify.annotations.NullMarked;
