/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.millrace.sink.lane;

import org.jspecify.annotations.NullMarked;
