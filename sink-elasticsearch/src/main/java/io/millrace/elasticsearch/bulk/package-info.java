/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.millrace.elasticsearch.bulk;

import org.jspecify.annotations.NullMarked;
