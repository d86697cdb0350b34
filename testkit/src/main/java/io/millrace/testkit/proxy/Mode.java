/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.proxy;

/** What the proxy does to what passes through it. Instances are compared by identity: setting one anew starts anew. */
sealed interface Mode {
    /** Lets everything through. */
    final class Pass implements Mode {}

    /** Holds everything back for a time, each way. */
    record Latency(long nanosEachWay) implements Mode {}

    /** Lets so many bytes through per second, each way. */
    record Throttle(long bytesPerSecond) implements Mode {}

    /** Breaks a connection once so many bytes of reply have gone through it. */
    record ResetAfter(long replyBytes) implements Mode {}

    /** Lets requests through, swallows the reply, then breaks the connection. */
    record DropResponse(boolean once) implements Mode {}

    /** Swallows everything. */
    final class BlackHole implements Mode {}

    /** Holds everything back until another mode is set. */
    final class Freeze implements Mode {}

    /** Breaks new connections at once. */
    final class Refuse implements Mode {}
}
