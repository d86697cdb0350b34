/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of all schemas seen. Confined to the task thread.
 *
 * <p>A schema is looked up by identity, which is what converters' caches make cheap. One that is equal to a known schema
 * gets the same shape, so that a converter which makes a new instance for each record costs time but neither memory nor
 * a new plan at the target.
 */
final class StructShapes {
    private static final int MOST = 1_000;

    private final FieldNames names;
    private final Map<Schema, StructShape> byIdentity = new IdentityHashMap<>();
    private final Map<Schema, StructShape> byContent = new HashMap<>();
    private final @Nullable StructShapes nested;

    /** @param names which top-level fields are columns */
    StructShapes(FieldNames names) {
        this.names = names;
        this.nested = names == FieldNames.ALL ? null : new StructShapes(FieldNames.ALL);
    }

    StructShape of(Schema schema) {
        StructShape shape = byIdentity.get(schema);
        if (shape == null) {
            if (byIdentity.size() >= MOST) {
                byIdentity.clear();
            }
            shape = ofContent(schema);
            byIdentity.put(schema, shape);
        }
        return shape;
    }

    private StructShape ofContent(Schema schema) {
        StructShape shape = byContent.get(schema);
        if (shape == null) {
            if (byContent.size() >= MOST) {
                byContent.clear();
            }
            shape = StructShape.of(schema, names, nested == null ? this : nested);
            byContent.put(schema, shape);
        }
        return shape;
    }
}
