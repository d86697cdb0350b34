/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.rules;

class TestkitArchitectureTest extends ArchitectureContract {
    TestkitArchitectureTest() {
        super("testkit", "io.millrace.testkit", false);
    }
}
