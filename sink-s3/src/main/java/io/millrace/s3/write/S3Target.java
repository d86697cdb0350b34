/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.write;

import io.millrace.s3.format.RowFormat;
import io.millrace.s3.store.ObjectStore;
import io.millrace.s3.store.S3Failures;
import io.millrace.s3.store.StoreSettings;
import io.millrace.sink.spi.Capabilities;
import io.millrace.sink.spi.FailureClassifier;
import io.millrace.sink.spi.LaneContext;
import io.millrace.sink.spi.LaneParts;
import io.millrace.sink.spi.Lanes;
import io.millrace.sink.spi.Target;

/** A bucket that change events are written to as a log. Task thread only. */
public final class S3Target implements Target {
    private final ObjectSettings settings;
    private final ObjectStore store;

    /** @param task what it calls itself towards the store, and in messages */
    public S3Target(StoreSettings store, ObjectSettings settings, String task) {
        this.settings = settings;
        this.store = new ObjectStore(store, task);
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(new Lanes.ByPartition(settings.threads()), false, false);
    }

    @Override
    public LaneParts lane(LaneContext context) {
        RowFormat format = RowFormat.of(settings.format(), settings.compression(), settings.level());
        return new LaneParts(format, new LaneWriter(store, settings, format, context));
    }

    @Override
    public LaneParts replay(LaneContext context) {
        RowFormat format = RowFormat.of(settings.format(), settings.compression(), settings.level());
        return new LaneParts(format, new LetterWriter(store, settings, format, context.name()));
    }

    @Override
    public FailureClassifier classifier() {
        return new S3Failures(store.toString());
    }

    @Override
    public void close() {
        store.close();
    }
}
