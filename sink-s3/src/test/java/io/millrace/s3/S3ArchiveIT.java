/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3;

import io.millrace.testkit.contract.PluginArchiveContract;

/** The connector's zip is what it should be. */
class S3ArchiveIT extends PluginArchiveContract {
    S3ArchiveIT() {
        super("sink-s3", S3SinkConnector.class.getName());
    }
}
