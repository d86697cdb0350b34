/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3;

import io.millrace.testkit.contract.Capability;
import io.millrace.testkit.contract.ContractTarget;
import io.millrace.testkit.contract.TargetContractTest;
import java.util.Set;

/** Avro keeps the contract. */
class AvroContractIT extends TargetContractTest {
    @Override
    protected ContractTarget newTarget() {
        return new S3ContractTarget(
                Set.of(Capability.PARTIAL_ROWS, Capability.STALE_GUARD, Capability.TRUNCATE), "format", "avro");
    }
}
