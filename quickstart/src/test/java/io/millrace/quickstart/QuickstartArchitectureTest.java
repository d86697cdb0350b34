/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart;

import io.millrace.testkit.rules.ArchitectureContract;

class QuickstartArchitectureTest extends ArchitectureContract {
    QuickstartArchitectureTest() {
        super("quickstart", "io.millrace.quickstart", false);
    }
}
