/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** How bytes are shown. */
enum Decoding {
    /** As JSON, text or hexadecimal digits, whichever is the first that they are. */
    AUTO,
    /** As JSON, indented. */
    JSON,
    /** As Avro whose schema is in a registry, shown as JSON. */
    AVRO,
    /** As they are: text if they are text, else hexadecimal digits. */
    RAW;

    /** Numbers are shown as they stand there. */
    static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** @param avro reads Avro, or {@code null} if no registry is known */
    String show(byte @Nullable [] bytes, @Nullable AvroDecoding avro) {
        if (bytes == null) {
            return "null";
        }
        if (this == AVRO && avro == null) {
            throw DlqException.usage(
                    "say which registry has the schemas: --schema-registry, or 'schema.registry.url' in"
                            + " --command-config");
        }
        if (avro != null && (this == AVRO || (this == AUTO && AvroDecoding.mayRead(bytes)))) {
            return pretty(avro.read(bytes));
        }
        return show(bytes);
    }

    String show(byte @Nullable [] bytes) {
        if (bytes == null) {
            return "null";
        }
        String json = this == RAW ? null : json(bytes);
        if (json == null && this == JSON) {
            throw DlqException.usage("the bytes are not JSON; try --decode raw");
        }
        return json == null ? raw(bytes) : json;
    }

    private static @Nullable String json(byte[] bytes) {
        JsonNode tree = tree(bytes);
        return tree == null ? null : pretty(tree);
    }

    /** The JSON object or array that bytes are; {@code null} if they are something else. */
    static @Nullable JsonNode tree(byte[] bytes) {
        try {
            JsonNode tree = MAPPER.readTree(bytes);
            return tree.isContainerNode() ? tree : null;
        } catch (IOException e) {
            // Something else, or not even text: this is how one asks.
            return null;
        }
    }

    private static String pretty(JsonNode tree) {
        return tree.toPrettyString();
    }

    private static String raw(byte[] bytes) {
        String text = text(bytes);
        return text == null ? HexFormat.of().formatHex(bytes) : text;
    }

    /** The text that bytes are, if people can read it; else {@code null}. */
    static @Nullable String text(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.chars().allMatch(c -> !Character.isISOControl(c) || Character.isWhitespace(c)) ? text : null;
        } catch (CharacterCodingException e) {
            // No text: this is how one asks.
            return null;
        }
    }
}
