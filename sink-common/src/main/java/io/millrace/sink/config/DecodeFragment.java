/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.config;

import io.millrace.sink.decode.DecodeFormat;
import io.millrace.sink.registry.RegistrySettings;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/** Who decodes records: the worker's converters, or we. */
public final class DecodeFragment implements ConfigFragment {
    static final String FORMAT = "decode.format";
    private static final String VALUE_CONVERTER = "value.converter";
    private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";

    @Override
    public void define(ConfigDef definition) {
        new Definitions(definition, "Decoding")
                .add(
                        FORMAT,
                        Type.STRING,
                        Definitions.name(DecodeFormat.CONNECT),
                        Definitions.oneOf(DecodeFormat.class),
                        Importance.HIGH,
                        "Decode format",
                        "Who decodes records. 'connect': the worker's converters. The others are for 'value.converter'"
                                + " (and 'key.converter', 'header.converter') set to '" + BYTES
                                + "', so that records are decoded here, which is faster and keeps their bytes for dead"
                                + " letters. 'auto': whatever the bytes say they are; 'json_with_schema': JSON that holds"
                                + " 'schema' and 'payload'; 'json': JSON without schema; 'avro': Avro behind the number of"
                                + " its schema in 'schema.registry.url'. What a converter has made of a key already is taken"
                                + " as it is.");
        RegistryKeys.define(definition);
    }

    @Override
    public List<String> perTopic() {
        return List.of(FORMAT);
    }

    @Override
    public void check(ConfigView config, Problems problems) {
        RegistryKeys.check(config, problems);
    }

    @Override
    public void checkTopic(ConfigView config, Problems problems) {
        String format = config.text(FORMAT);
        if (format == null) {
            return;
        }
        if (format.equals(Definitions.name(DecodeFormat.AVRO))
                && config.list(RegistryKeys.URL).isEmpty()) {
            problems.add(FORMAT, "is 'avro', so '" + RegistryKeys.URL + "' must be set");
        }
        // The worker's own converter, which holds if none is posted, is not to be seen from here.
        String converter = config.posted(VALUE_CONVERTER);
        boolean bytes = BYTES.equals(converter) || "ByteArrayConverter".equals(converter);
        boolean connect = format.equals(Definitions.name(DecodeFormat.CONNECT));
        if (converter != null && !bytes && !connect) {
            problems.add(
                    FORMAT,
                    "is '" + format + "', which decodes bytes, but '" + VALUE_CONVERTER + "' is '" + converter
                            + "'; set '" + VALUE_CONVERTER + "' to '" + BYTES + "', or '" + FORMAT + "' to 'connect'");
        } else if (bytes && connect) {
            problems.add(
                    FORMAT,
                    "is 'connect', but '" + VALUE_CONVERTER
                            + "' leaves values as bytes, which have no columns; set '" + FORMAT
                            + "' to 'auto' or to what the bytes are");
        }
    }

    /** Who decodes the records of a topic, for a configuration that has been checked. */
    public static DecodeFormat format(TopicScope scope) {
        return Definitions.constant(DecodeFormat.class, scope.text(FORMAT));
    }

    /** The schema registry of a configuration that has been checked, or empty if none is named. */
    public static Optional<RegistrySettings> registry(AbstractConfig config) {
        List<String> urls = config.getList(RegistryKeys.URL);
        return urls.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        RegistryKeys.read(config, urls.stream().map(URI::create).toList()));
    }
}
