/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.rules;

class SinkCommonArchitectureTest extends ArchitectureContract {
    SinkCommonArchitectureTest() {
        super("sink-common", "io.millrace.sink", true);
    }
}
