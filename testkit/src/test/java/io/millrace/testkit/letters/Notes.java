/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.letters;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A target that takes short notes. Thread-safe. */
final class Notes {
    static final int LONGEST = 10;

    private static final List<String> WRITTEN = new CopyOnWriteArrayList<>();

    private Notes() {}

    static void write(String note) {
        WRITTEN.add(note);
    }

    static List<String> written() {
        return WRITTEN;
    }
}
