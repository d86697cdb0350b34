/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.contract;

import io.millrace.sink.spi.Capabilities;
import io.millrace.sink.spi.FailureClassifier;
import io.millrace.sink.spi.LaneContext;
import io.millrace.sink.spi.LaneParts;
import io.millrace.sink.spi.Target;

/** A target all of whose lanes are dry runs. Task thread only. */
final class Rehearsed implements Target {
    private final Target target;

    Rehearsed(Target target) {
        this.target = target;
    }

    @Override
    public Capabilities capabilities() {
        return target.capabilities();
    }

    @Override
    public LaneParts lane(LaneContext context) {
        return target.rehearsal(context);
    }

    @Override
    public FailureClassifier classifier() {
        return target.classifier();
    }

    @Override
    public void close() {
        target.close();
    }
}
