/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.millrace.testkit.memory;

import org.jspecify.annotations.NullMarked;
