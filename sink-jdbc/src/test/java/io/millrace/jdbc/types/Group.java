/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.types;

import org.jspecify.annotations.Nullable;

/** Types whose form the same setting of a source changes. */
enum Group {
    /** No setting of their own changes them. */
    FIXED(null),
    DECIMAL("decimal.handling.mode"),
    BYTES("binary.handling.mode"),
    MOMENT("time.precision.mode"),
    INTERVAL("interval.handling.mode"),
    HSTORE("hstore.handling.mode");

    private final @Nullable String setting;

    Group(@Nullable String setting) {
        this.setting = setting;
    }

    @Nullable
    String setting() {
        return setting;
    }
}
