/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.millrace.sink.ledger;

import org.jspecify.annotations.NullMarked;
