/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.spi;

/** Takes every batch and does nothing with it. Confined to its lane. */
final class WithoutWriting implements BatchWriter {
    private final BatchWriter unused;

    /** @param unused what would write, and never does */
    WithoutWriting(BatchWriter unused) {
        this.unused = unused;
    }

    @Override
    public WriteResult write(Batch batch) {
        return WriteResult.ALL_WRITTEN;
    }

    @Override
    public void close() {
        unused.close();
    }
}
