/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.restore;

import io.millrace.dlq.Coordinates;
import io.millrace.dlq.SafeText;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.RecordBytes;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.ConverterConfig;
import org.apache.kafka.connect.storage.ConverterType;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;

/** Converters for keys, values and headers, used as the worker uses them. Confined to one thread. */
final class RecordConverters implements AutoCloseable {
    private final Converter keys;
    private final Converter values;
    private final HeaderConverter headers;

    private RecordConverters(Converter keys, Converter values, HeaderConverter headers) {
        this.keys = keys;
        this.values = values;
        this.headers = headers;
    }

    /**
     * Those that a connector's configuration names.
     *
     * @throws IllegalArgumentException if it does not, with the reason
     */
    static RecordConverters configured(PluginSettings settings) {
        return new RecordConverters(
                converter(settings, ConfiguredRestorer.KEY_CONVERTER, true),
                converter(settings, ConfiguredRestorer.VALUE_CONVERTER, false),
                headerConverter(settings));
    }

    /** Those by which letters are written when the worker does not give a record's bytes away. */
    static RecordConverters ofLetters() {
        JsonConverter keys = new JsonConverter();
        JsonConverter values = new JsonConverter();
        // A value that was NULL must not come back as its field's default.
        keys.configure(Map.of("schemas.enable", "true", "replace.null.with.default", "false"), true);
        values.configure(Map.of("schemas.enable", "true", "replace.null.with.default", "false"), false);
        return new RecordConverters(keys, values, new SimpleHeaderConverter());
    }

    private static Converter converter(PluginSettings settings, String key, boolean forKeys) {
        Converter converter = settings.instance(key, Converter.class);
        configure(key, converter, () -> converter.configure(settings.behind(key + "."), forKeys));
        return converter;
    }

    private static HeaderConverter headerConverter(PluginSettings settings) {
        String key = ConfiguredRestorer.HEADER_CONVERTER;
        if (settings.text(key) == null) {
            return new SimpleHeaderConverter();
        }
        HeaderConverter converter = settings.instance(key, HeaderConverter.class);
        Map<String, Object> own = settings.behind(key + ".");
        own.put(ConverterConfig.TYPE_CONFIG, ConverterType.HEADER.getName());
        configure(key, converter, () -> converter.configure(own));
        return converter;
    }

    private static void configure(String key, Object converter, Runnable work) {
        try {
            PluginSettings.inContextOf(converter.getClass().getClassLoader(), () -> {
                work.run();
                return converter;
            });
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("'" + key + "' cannot be set up: " + e, e);
        }
    }

    /**
     * The record of a letter.
     *
     * @throws IllegalArgumentException if its bytes cannot be converted
     */
    SinkRecord record(DeadLetter letter) {
        Coordinates from = letter.coordinates();
        RecordBytes bytes = letter.record();
        Headers original = new RecordHeaders(bytes.headers());
        ConnectHeaders converted = new ConnectHeaders();
        for (Header header : bytes.headers()) {
            converted.add(
                    header.key(),
                    convert(
                            letter,
                            "header '" + header.key() + "'",
                            headers,
                            () -> headers.toConnectHeader(from.topic(), header.key(), header.value())));
        }
        SchemaAndValue key =
                convert(letter, "the key", keys, () -> keys.toConnectData(from.topic(), original, bytes.key()));
        SchemaAndValue value =
                convert(letter, "the value", values, () -> values.toConnectData(from.topic(), original, bytes.value()));
        return new SinkRecord(
                from.topic(),
                from.partition(),
                key.schema(),
                key.value(),
                value.schema(),
                value.value(),
                from.offset(),
                from.timestamp() == Coordinates.NO_TIMESTAMP ? null : from.timestamp(),
                from.timestampType(),
                converted);
    }

    private static SchemaAndValue convert(
            DeadLetter letter, String what, Object converter, Supplier<SchemaAndValue> work) {
        try {
            return PluginSettings.inContextOf(converter.getClass().getClassLoader(), work);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    what + " of " + letter.coordinates() + " cannot be converted by "
                            + converter.getClass().getName() + ": "
                            + SafeText.withoutValues(String.valueOf(e.getMessage())),
                    e);
        }
    }

    @Override
    public void close() {
        Closing.quietly(keys);
        Closing.quietly(values);
        Closing.quietly(headers);
    }
}
