/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3;

import io.millrace.testkit.rules.ArchitectureContract;

class S3ArchitectureTest extends ArchitectureContract {
    S3ArchitectureTest() {
        super("sink-s3", "io.millrace.s3", true);
    }
}
