/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.rules;

class DlqArchitectureTest extends ArchitectureContract {
    DlqArchitectureTest() {
        super("dlq", "io.millrace.dlq", true);
    }
}
