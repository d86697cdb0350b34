/* SPDX-License-Identifier: Apache-2.0 */
/** What bytes on a topic say, without Connect's converters: JSON with and without schema. */
@NullMarked
package io.millrace.sink.decode.raw;

import org.jspecify.annotations.NullMarked;
