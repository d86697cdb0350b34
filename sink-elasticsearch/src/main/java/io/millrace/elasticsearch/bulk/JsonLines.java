/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch.bulk;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.sink.wire.WireBuffer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One JSON generator for all lines of a lane: making one for each record would cost more memory than the record.
 * Whoever writes flushes. Confined to its lane.
 */
final class JsonLines {
    /** Lines end where we say, not where the generator thinks. */
    static final JsonFactory JSON =
            new JsonFactoryBuilder().rootValueSeparator("").build();

    private @Nullable JsonGenerator generator;
    private @Nullable WireBuffer buffer;

    /** The generator, writing to the end of a buffer. */
    JsonGenerator into(WireBuffer out) throws IOException {
        JsonGenerator known = generator;
        if (known != null && buffer == out) {
            return known;
        }
        JsonGenerator made = JSON.createGenerator(out);
        generator = made;
        buffer = out;
        return made;
    }

    /** The generator was left in the middle of something; it is not used again. */
    void spoilt() {
        generator = null;
    }
}
