/* SPDX-License-Identifier: Apache-2.0 */
/** The command line for dead letters. Every command is an object of its own, confined to the main thread. */
@NullMarked
package io.millrace.dlq.cli;

import org.jspecify.annotations.NullMarked;
