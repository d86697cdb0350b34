/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.millrace.dlq;

import org.jspecify.annotations.NullMarked;
