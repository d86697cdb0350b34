/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch.bulk;

import io.millrace.dlq.FailureCode;
import io.millrace.elasticsearch.DocumentSettings.IdOverflow;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Row;
import io.millrace.sink.record.RowKey;
import io.millrace.sink.record.RowShape;
import io.millrace.sink.spi.BadRecordException;
import io.millrace.sink.wire.IsoText;
import io.millrace.sink.wire.UnencodableTextException;
import io.millrace.sink.wire.Utf8;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes the id of a document of the key of its row. Equal keys have equal ids and different ones different ids: a key of
 * one field is that field's text; a key of several has their texts with a separator between them, which, like
 * {@code %}, is written as {@code %} and two hexadecimal digits where it stands in a text. Confined to its lane.
 */
final class DocumentId {
    /** Elasticsearch takes no longer ones. */
    static final int MOST_BYTES = 512;

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final char separator;
    private final IdOverflow overflow;
    private final IsoText iso = new IsoText();
    private final StringBuilder text = new StringBuilder();

    DocumentId(char separator, IdOverflow overflow) {
        this.separator = separator;
        this.overflow = overflow;
    }

    /**
     * The id for a key.
     *
     * @throws BadRecordException if this key has none
     * @throws FailedException if no key of this shape has one
     */
    String of(RowKey key) throws FailedException {
        Row row = key.row();
        int fields = row.shape().size();
        if (fields == 1) {
            return checked(field(row, 0));
        }
        text.setLength(0);
        for (int i = 0; i < fields; i++) {
            if (i > 0) {
                text.append(separator);
            }
            escape(field(row, i));
        }
        return checked(text.toString());
    }

    private String checked(String id) {
        if (id.isEmpty()) {
            throw new BadRecordException(
                    FailureCode.of("elasticsearch", "empty-id"),
                    "the key is an empty text, which can be no document's id");
        }
        // Every character is at least one byte and at most three.
        if (id.length() * 3 <= MOST_BYTES || Utf8.length(id) <= MOST_BYTES) {
            return id;
        }
        if (overflow == IdOverflow.REJECT) {
            throw new BadRecordException(
                    FailureCode.of("elasticsearch", "long-id"),
                    "the document's id would have more than " + MOST_BYTES + " bytes, and 'document.id.overflow' is"
                            + " 'reject'; set it to 'hash', or choose shorter 'key.fields'");
        }
        return "sha256-" + BASE64.encodeToString(sha256(id));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }

    private void escape(String field) {
        for (int i = 0; i < field.length(); i++) {
            char symbol = field.charAt(i);
            if (symbol == '%' || symbol == separator) {
                text.append('%')
                        .append(Character.forDigit(symbol >> 4, 16))
                        .append(Character.forDigit(symbol & 0xF, 16));
            } else {
                text.append(symbol);
            }
        }
    }

    /** The text of one field of a key. */
    String field(Row row, int position) throws FailedException {
        ColumnType type = row.shape().column(position).type();
        return switch (type.kind().storage()) {
            case BOOLEAN -> Boolean.toString(row.booleanAt(position));
            case LONG -> number(row.longAt(position), type);
            case DOUBLE -> Double.toString(row.doubleAt(position));
            case DECIMAL -> decimal(row.decimalAt(position));
            case STRING -> string(row.stringAt(position));
            case BYTES -> BASE64.encodeToString(row.bytesAt(position));
            case OBJECT -> object(row.objectAt(position), row.shape(), position);
            case LIST, MAP, ROW ->
                throw FailedException.systemic("key-type", noId(row.shape(), position, type.describe()));
        };
    }

    private String number(long value, ColumnType type) {
        switch (type.kind()) {
            case DATE -> iso.date(value);
            case TIME -> iso.time(value, Objects.requireNonNull(type.unit(), "times have a unit"));
            case TIMESTAMP -> iso.timestamp(value, Objects.requireNonNull(type.unit(), "timestamps have a unit"));
            default -> {
                return Long.toString(value);
            }
        }
        return iso.toString();
    }

    /** 1.0 and 1.00 are the same key. */
    private static String decimal(BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }

    private static String string(String value) {
        UnencodableTextException.check(value);
        return value;
    }

    private String object(@Nullable Object value, RowShape shape, int position) {
        if (value instanceof String string) {
            return string(string);
        }
        if (value instanceof BigDecimal decimal) {
            return decimal(decimal);
        }
        if (value instanceof byte[] bytes) {
            return BASE64.encodeToString(bytes);
        }
        if (value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        throw new BadRecordException(
                FailureCode.of("elasticsearch", "key-type"),
                noId(shape, position, value == null ? "null" : value.getClass().getSimpleName()));
    }

    private static String noId(RowShape shape, int position, String type) {
        return "field '" + shape.column(position).name() + "' of the key is a " + type
                + ", which can be no part of a document's id; choose other 'key.fields'";
    }
}
