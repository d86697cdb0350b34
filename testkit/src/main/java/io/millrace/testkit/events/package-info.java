/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.millrace.testkit.events;

import org.jspecify.annotations.NullMarked;
