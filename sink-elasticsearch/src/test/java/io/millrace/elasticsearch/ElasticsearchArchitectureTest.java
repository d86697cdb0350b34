/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch;

import io.millrace.testkit.rules.ArchitectureContract;

class ElasticsearchArchitectureTest extends ArchitectureContract {
    ElasticsearchArchitectureTest() {
        super("sink-elasticsearch", "io.millrace.elasticsearch", true);
    }
}
