/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.millrace.dlq.restore;

import org.jspecify.annotations.NullMarked;
