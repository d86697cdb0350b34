/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.testkit.rules.ArchitectureContract;

class CliArchitectureTest extends ArchitectureContract {
    CliArchitectureTest() {
        super("dlq-cli", "io.millrace.dlq.cli", true);
    }
}
