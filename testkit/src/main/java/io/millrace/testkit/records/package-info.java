/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.millrace.testkit.records;

import org.jspecify.annotations.NullMarked;
