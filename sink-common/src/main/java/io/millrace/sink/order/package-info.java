/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.millrace.sink.order;

import org.jspecify.annotations.NullMarked;
