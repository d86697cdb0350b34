/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode.raw;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Takes documents {@code {"schema":..,"payload":..}} apart. Most of such a document is its schema, which a topic repeats with
 * every record: it is recognised by its bytes and not read again. Confined to the task thread; the parts of the last document
 * are kept aside to spare an allocation.
 */
public final class JsonDocuments {
    private static final byte[] HEAD = "{\"schema\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MIDDLE = ",\"payload\":".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_SCHEMAS = 256;
    private static final int MOST_BYTES = 4 << 20;

    private record Known(byte[] text, Schema schema) {}

    /** The one seen last comes first. */
    private final List<Known> known = new ArrayList<>();

    private int knownBytes;
    private @Nullable Schema schema;
    private int start;
    private int end;

    /**
     * Looks for the two parts.
     *
     * @return whether the document has them and nothing else; then {@link #schema}, {@link #start} and {@link #end} tell.
     *     What has other fields has been looked at no further
     * @throws BadBytesException if it turns out to be no JSON, or its schema is none
     */
    public boolean open(byte[] document) throws BadBytesException {
        return recognise(document) || (mayHaveParts(document) && takeApart(document));
    }

    /** Whether the first field may be one of the two: most documents without are known by a look at their first bytes. */
    private static boolean mayHaveParts(byte[] document) {
        int brace = next(document, 0);
        if (brace == document.length || document[brace] != '{') {
            return false;
        }
        int quote = next(document, brace + 1);
        if (quote + 1 >= document.length || document[quote] != '"') {
            return false;
        }
        byte first = document[quote + 1];
        return first == 's' || first == 'p' || first == '\\';
    }

    private static int next(byte[] document, int from) {
        int i = from;
        while (i < document.length && document[i] <= ' ' && document[i] >= 0) {
            i++;
        }
        return i;
    }

    /** The schema of the last document, or {@code null} if its payload has none. */
    public @Nullable Schema schema() {
        return schema;
    }

    /** Where the payload of the last document begins. */
    public int start() {
        return start;
    }

    /** Where it ends; spaces may stand before. */
    public int end() {
        return end;
    }

    /** As JsonConverter writes documents, with a schema that was here before. */
    private boolean recognise(byte[] document) {
        int last = document.length - 1;
        if (last < HEAD.length + MIDDLE.length || document[last] != '}' || !hasAt(document, 0, HEAD)) {
            return false;
        }
        for (int i = 0; i < known.size(); i++) {
            Known candidate = known.get(i);
            if (hasAt(document, HEAD.length, candidate.text)
                    && hasAt(document, HEAD.length + candidate.text.length, MIDDLE)) {
                if (i > 0) {
                    known.remove(i);
                    known.add(0, candidate);
                }
                schema = candidate.schema;
                start = HEAD.length + candidate.text.length + MIDDLE.length;
                end = last;
                return true;
            }
        }
        return false;
    }

    private static boolean hasAt(byte[] document, int offset, byte[] part) {
        return offset + part.length <= document.length
                && Arrays.equals(document, offset, offset + part.length, part, 0, part.length);
    }

    private boolean takeApart(byte[] document) throws BadBytesException {
        try (JsonParser in = JsonText.parser(document, 0, document.length)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            int fields = 0;
            int schemaStart = -1;
            int schemaEnd = -1;
            boolean schemaless = false;
            int payloadStart = -1;
            int payloadEnd = -1;
            for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                if (!name.equals("schema") && !name.equals("payload")) {
                    return false;
                }
                JsonToken token = in.nextToken();
                int from = offset(in.currentTokenLocation().getByteOffset());
                in.skipChildren();
                fields++;
                if (name.equals("payload")) {
                    payloadStart = from;
                    in.finishToken();
                    payloadEnd = offset(in.currentLocation().getByteOffset());
                } else if (token == JsonToken.START_OBJECT || token == JsonToken.VALUE_NULL) {
                    schemaless = token == JsonToken.VALUE_NULL;
                    schemaStart = from;
                    schemaEnd = offset(in.currentLocation().getByteOffset());
                }
            }
            JsonText.requireEnd(in);
            if (fields != 2 || schemaStart < 0 || payloadStart < 0) {
                return false;
            }
            schema = schemaless ? null : schema(Arrays.copyOfRange(document, schemaStart, schemaEnd));
            start = payloadStart;
            end = payloadEnd;
            return true;
        } catch (IOException e) {
            throw JsonText.broken(e);
        }
    }

    private static int offset(long position) {
        return Math.toIntExact(position);
    }

    private Schema schema(byte[] text) throws IOException, BadBytesException {
        for (Known candidate : known) {
            if (Arrays.equals(candidate.text, text)) {
                return candidate.schema;
            }
        }
        Schema made;
        try (JsonParser in = JsonText.parser(text, 0, text.length)) {
            in.nextToken();
            made = JsonSchemas.of(JsonTree.read(in));
        }
        known.add(0, new Known(text, made));
        knownBytes += text.length;
        while (known.size() > 1 && (known.size() > MOST_SCHEMAS || knownBytes > MOST_BYTES)) {
            knownBytes -= known.remove(known.size() - 1).text.length;
        }
        return made;
    }
}
