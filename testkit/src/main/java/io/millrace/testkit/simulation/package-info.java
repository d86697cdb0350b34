/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.millrace.testkit.simulation;

import org.jspecify.annotations.NullMarked;
