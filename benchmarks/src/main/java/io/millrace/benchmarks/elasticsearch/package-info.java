/* SPDX-License-Identifier: Apache-2.0 */
/** What the Elasticsearch sink adds to the core. */
@NullMarked
package io.millrace.benchmarks.elasticsearch;

import org.jspecify.annotations.NullMarked;
