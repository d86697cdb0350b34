/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.millrace.elasticsearch;

import org.jspecify.annotations.NullMarked;
