/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.millrace.sink.config;

import org.jspecify.annotations.NullMarked;
