/* SPDX-License-Identifier: Apache-2.0 */
/** The source: a bike store's tables and a random workload on them. */
@NullMarked
package io.millrace.quickstart.shop;

import org.jspecify.annotations.NullMarked;
