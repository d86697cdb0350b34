/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.spi;

/** How much of a target a failure speaks of that no record is to blame for. */
public enum Scope {
    /** Everything: a login, a certificate, a server that is away. Everything stops. */
    TARGET,
    /** The destination that was written to: a table that is gone, a missing privilege. The others go on. */
    DESTINATION
}
