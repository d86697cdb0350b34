/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.pipeline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.sink.json.JsonRowWriter;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.RowKey;
import io.millrace.sink.record.Upsert;
import io.millrace.sink.wire.UnencodableTextException;
import io.millrace.sink.wire.WireBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A number that tells a change from others at the same position: made of operation, key and row, the same in every JVM.
 * Confined to the task thread.
 */
final class ChangeFingerprint {
    /** Of a change without a key, which nothing tells from another just like it. */
    static final long NONE = 0;

    private static final int MOST_KEPT_BYTES = 1 << 16;

    private final JsonFactory json = new JsonFactory();
    private final JsonRowWriter rows = new JsonRowWriter(json);
    private final WireBuffer buffer = new WireBuffer(512);
    private final MessageDigest digest = sha256();

    long of(ChangeEvent event) {
        RowKey key = event.key();
        if (key == null || event.record().key() == null) {
            return NONE;
        }
        buffer.clear(MOST_KEPT_BYTES);
        try (JsonGenerator out = json.createGenerator(buffer)) {
            out.writeStartArray();
            out.writeString(event.operation().code());
            rows.writeObject(out, key.row());
            if (event instanceof Upsert upsert) {
                rows.writeObject(out, upsert.row());
            }
            out.writeEndArray();
        } catch (IOException | UnencodableTextException e) {
            // Whether the record is bad is for the target to say.
            return NONE;
        }
        digest.update(buffer.array(), 0, buffer.size());
        long first = ByteBuffer.wrap(digest.digest()).getLong();
        return first == NONE ? 1 : first;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
