/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.millrace.s3;

import org.jspecify.annotations.NullMarked;
