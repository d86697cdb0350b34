/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.proxy;

/** Which way bytes go. */
enum Direction {
    /** From the client to the server. */
    REQUEST,
    /** From the server to the client. */
    REPLY
}
