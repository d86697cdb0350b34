/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.millrace.sink.record;

import org.jspecify.annotations.NullMarked;
