/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode.raw;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Opens JSON on a topic, and says what is wrong with it. Thread-safe. */
public final class JsonText {
    /** A record's size is bounded by Kafka. Leading zeros are what Connect's converter takes, too. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .enable(JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private JsonText() {}

    /** A parser for a part of a document. Closing it is not needed: it holds nothing but memory. */
    public static JsonParser parser(byte[] document, int from, int to) throws IOException {
        return FACTORY.createParser(document, from, to - from);
    }

    /** What JSON could not be read for, without the text that Jackson quotes. */
    public static BadBytesException broken(IOException problem) {
        String where = problem instanceof JsonProcessingException json && json.getLocation() != null
                ? " at byte " + json.getLocation().getByteOffset()
                : "";
        return BadBytesException.of("bad-json", "broken JSON" + where);
    }

    /** Requires that a parser is at the end of its text. */
    public static void requireEnd(JsonParser parser) throws IOException, BadBytesException {
        if (parser.nextToken() != null) {
            throw BadBytesException.of("bad-json", "something follows behind the JSON value");
        }
    }

    /** A token as messages call it. */
    static String name(@Nullable JsonToken token) {
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_OBJECT -> "a JSON object";
            case START_ARRAY -> "a JSON array";
            case VALUE_STRING -> "a JSON string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a JSON number";
            case VALUE_TRUE, VALUE_FALSE -> "a JSON boolean";
            case VALUE_NULL -> "a JSON null";
            default -> "no JSON value";
        };
    }
}
