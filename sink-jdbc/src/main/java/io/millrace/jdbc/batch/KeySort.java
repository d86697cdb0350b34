/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.batch;

import io.millrace.sink.spi.Batch;
import java.util.Arrays;

/**
 * Orders the entries of a statement by key, so that two tasks which write the same rows lock them in the same order and
 * never wait for each other in a circle. Any order will do as long as all agree, so bytes are compared. Merge sort over
 * positions, buffers reused; confined to its lane.
 */
public final class KeySort {
    private int[] spare = new int[64];
    private int[] keyLengths = new int[64];

    /**
     * Sorts in place.
     *
     * @param entries positions in the batch; only the first {@code size} count
     * @param keyColumns how many of an entry's first fields are its key
     */
    public void sort(Batch batch, int[] entries, int size, int keyColumns) {
        if (size < 2) {
            return;
        }
        measureKeys(batch, keyColumns);
        if (isSorted(batch, entries, size)) {
            return;
        }
        if (spare.length < size) {
            spare = new int[entries.length];
        }
        int[] from = entries;
        int[] to = spare;
        for (int width = 1; width < size; width *= 2) {
            for (int low = 0; low < size; low += 2 * width) {
                merge(batch, from, to, low, Math.min(low + width, size), Math.min(low + 2 * width, size));
            }
            int[] swap = from;
            from = to;
            to = swap;
        }
        if (from != entries) {
            System.arraycopy(from, 0, entries, 0, size);
        }
    }

    private void measureKeys(Batch batch, int keyColumns) {
        if (keyLengths.length < batch.size()) {
            keyLengths = new int[batch.size()];
        }
        byte[] bytes = batch.bytes().array();
        for (int i = 0; i < batch.size(); i++) {
            int at = batch.start(i);
            for (int column = 0; column < keyColumns && at < batch.start(i) + batch.length(i); column++) {
                at += 4 + Math.max(0, intAt(bytes, at));
            }
            keyLengths[i] = at - batch.start(i);
        }
    }

    private boolean isSorted(Batch batch, int[] entries, int size) {
        for (int i = 1; i < size; i++) {
            if (compare(batch, entries[i - 1], entries[i]) > 0) {
                return false;
            }
        }
        return true;
    }

    private void merge(Batch batch, int[] from, int[] to, int low, int middle, int high) {
        int left = low;
        int right = middle;
        for (int i = low; i < high; i++) {
            if (left < middle && (right >= high || compare(batch, from[left], from[right]) <= 0)) {
                to[i] = from[left++];
            } else {
                to[i] = from[right++];
            }
        }
    }

    private int compare(Batch batch, int left, int right) {
        byte[] bytes = batch.bytes().array();
        int leftStart = batch.start(left);
        int rightStart = batch.start(right);
        return Arrays.compareUnsigned(
                bytes, leftStart, leftStart + keyLengths[left], bytes, rightStart, rightStart + keyLengths[right]);
    }

    /** Four bytes, most significant first. */
    public static int intAt(byte[] bytes, int at) {
        return bytes[at] << 24 | (bytes[at + 1] & 0xFF) << 16 | (bytes[at + 2] & 0xFF) << 8 | bytes[at + 3] & 0xFF;
    }
}
