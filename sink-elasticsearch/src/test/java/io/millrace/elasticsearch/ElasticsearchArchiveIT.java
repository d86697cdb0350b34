/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch;

import io.millrace.testkit.contract.PluginArchiveContract;

/** The connector's zip is what it should be. */
class ElasticsearchArchiveIT extends PluginArchiveContract {
    ElasticsearchArchiveIT() {
        super("sink-elasticsearch", ElasticsearchSinkConnector.class.getName());
    }
}
