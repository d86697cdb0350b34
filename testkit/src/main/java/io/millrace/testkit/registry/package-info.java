/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.millrace.testkit.registry;

import org.jspecify.annotations.NullMarked;
