/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode.raw;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads values in JSON without schema. In a change event, which shows only when all of it has been seen, the row as it was is
 * stepped over unless the event is a delete, and so is most of what the source says of itself: what was stepped over in vain
 * is read in a second pass. Stateless.
 */
public final class JsonChanges {
    /** What anybody asks a source block for, names of destinations aside. */
    private static final Set<String> SOURCE =
            Set.of("connector", "name", "db", "sequence", "file", "pos", "row", "server_id", "commit_scn", "ts_ms");

    private JsonChanges() {}

    /**
     * A value.
     *
     * @param whole whether nothing may be left out
     */
    public static @Nullable Object read(byte[] document, int start, int end, boolean whole) throws BadBytesException {
        try {
            if (!whole) {
                Map<String, @Nullable Object> change = change(document, start, end);
                if (change != null) {
                    return change;
                }
            }
            try (JsonParser in = JsonText.parser(document, start, end)) {
                in.nextToken();
                Object value = JsonTree.read(in);
                JsonText.requireEnd(in);
                return value;
            }
        } catch (IOException e) {
            throw JsonText.broken(e);
        }
    }

    /** A change event or a row without what was left out, or {@code null} if something is missing. */
    private static @Nullable Map<String, @Nullable Object> change(byte[] document, int start, int end)
            throws IOException, BadBytesException {
        try (JsonParser in = JsonText.parser(document, start, end)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            boolean skippedRow = false;
            boolean skippedSource = false;
            for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                boolean object = in.nextToken() == JsonToken.START_OBJECT;
                if (object && name.equals("before")) {
                    in.skipChildren();
                    skippedRow = true;
                } else if (object && name.equals("source")) {
                    fields.put(name, source(in));
                    skippedSource = true;
                } else {
                    fields.put(name, JsonTree.read(in));
                }
            }
            JsonText.requireEnd(in);
            boolean isChange =
                    fields.get("op") instanceof String && (fields.containsKey("after") || fields.containsKey("source"));
            boolean missing = isChange ? skippedRow && "d".equals(fields.get("op")) : skippedRow || skippedSource;
            return missing ? null : fields;
        }
    }

    private static Map<String, @Nullable Object> source(JsonParser in) throws IOException, BadBytesException {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            in.nextToken();
            if (SOURCE.contains(name)) {
                fields.put(name, JsonTree.read(in));
            } else {
                in.skipChildren();
            }
        }
        return fields;
    }
}
