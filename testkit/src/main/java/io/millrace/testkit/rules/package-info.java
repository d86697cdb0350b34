/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.millrace.testkit.rules;

import org.jspecify.annotations.NullMarked;
