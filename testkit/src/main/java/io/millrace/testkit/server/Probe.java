/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.io.IOException;
import java.sql.SQLException;

/** A question asked again and again until the answer is yes. An exception is a no, kept for the final message. */
@FunctionalInterface
interface Probe {
    boolean holds() throws IOException, SQLException;
}
