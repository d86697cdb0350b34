/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3;

import io.millrace.s3.format.Compression;
import io.millrace.s3.format.Format;
import io.millrace.s3.write.ObjectSettings;
import io.millrace.s3.write.PartitionFolder;
import io.millrace.sink.config.ConfigFragment;
import io.millrace.sink.config.ConfigView;
import io.millrace.sink.config.Definitions;
import io.millrace.sink.config.NameTemplate;
import io.millrace.sink.config.Problems;
import java.time.Duration;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/** What objects are called, what is in them, and when they are published. */
final class ObjectFragment implements ConfigFragment {
    static final String PREFIX = "object.prefix";
    static final String PARTITION_FORMAT = "object.partition.format";
    static final String FORMAT = "format";
    static final String COMPRESSION = "compression";
    static final String LEVEL = "compression.level";
    static final String MAX_LATENCY = "max.latency.ms";
    static final String TARGET_BYTES = "target.object.bytes";
    static final String MAX_RECORDS = "max.object.records";
    static final String THREADS = "upload.threads";

    private static final String BUFFER_BYTES = "buffer.max.bytes";
    private static final Pattern BAD_PREFIX =
            Pattern.compile("/.*|.*/|.*//.*|.*[\\p{Cntrl}\\\\].*|(.*/)?\\.\\.?(/.*)?");

    private static final ConfigDef.Validator PREFIX_TEMPLATE = Definitions.validator("template", (key, value) -> {
        NameTemplate.VALIDATOR.ensureValid(key, value);
        if (value != null && BAD_PREFIX.matcher(value.toString()).matches()) {
            throw new ConfigException(
                    key, value, "must be folders with single slashes between them and none at its ends");
        }
    });

    @Override
    public void define(ConfigDef definition) {
        new Definitions(definition, "Objects")
                .add(
                        PREFIX,
                        Type.STRING,
                        "${topic}",
                        PREFIX_TEMPLATE,
                        Importance.HIGH,
                        "Prefix",
                        "What the names of a topic's objects begin with; the partition and the offset follow:"
                                + " '<prefix>/<partition>/<first offset>.<extension>'. "
                                + NameTemplate.PLACEHOLDERS)
                .add(
                        PARTITION_FORMAT,
                        Type.STRING,
                        Definitions.name(PartitionFolder.NUMBER),
                        Definitions.oneOf(PartitionFolder.class),
                        Importance.LOW,
                        "Partition's folder",
                        "'number': the number of the partition; 'topic_and_number': '<topic>-<number>' with the name that the"
                                + " topic has in Kafka, for when several topics share a prefix.")
                .add(
                        FORMAT,
                        Type.STRING,
                        Definitions.name(Format.JSON),
                        Definitions.oneOf(Format.class),
                        Importance.HIGH,
                        "Format",
                        "'json': one JSON object a line; 'avro': Avro object container files, with a schema for each object.")
                .add(
                        COMPRESSION,
                        Type.STRING,
                        null,
                        Definitions.oneOf(Compression.class),
                        Importance.MEDIUM,
                        "Compression",
                        "'none', 'gzip' (JSON) or 'deflate' (Avro). If not set, the one that goes with the format.")
                .add(
                        LEVEL,
                        Type.INT,
                        6,
                        Range.between(1, 9),
                        Importance.LOW,
                        "Compression level",
                        "From 1 (fast) to 9 (small).")
                .add(
                        MAX_LATENCY,
                        Type.LONG,
                        10_000L,
                        Range.between(1, 86_400_000),
                        Importance.HIGH,
                        "Latency",
                        "Longest time in ms from the arrival of a row until the upload of its object begins, also when no"
                                + " other row comes.")
                .add(
                        TARGET_BYTES,
                        Type.LONG,
                        16L << 20,
                        Range.between(1_024, 1 << 30),
                        Importance.HIGH,
                        "Target size",
                        "Size in bytes, compressed, at which an object is published before its time. Objects are somewhat"
                                + " larger: by what the compressor still holds, or by one large row.")
                .add(
                        MAX_RECORDS,
                        Type.INT,
                        1_000_000,
                        Range.between(1, 100_000_000),
                        Importance.MEDIUM,
                        "Most records",
                        "Number of rows at which an object is published before its time.")
                .add(
                        THREADS,
                        Type.INT,
                        4,
                        Range.between(1, 64),
                        Importance.MEDIUM,
                        "Upload threads",
                        "How many partitions of a task encode and upload at the same time.");
    }

    @Override
    public void check(ConfigView config, Problems problems) {
        String format = config.text(FORMAT);
        String compression = config.text(COMPRESSION);
        if (format != null
                && compression != null
                && !Definitions.constant(Compression.class, compression)
                        .fits(Definitions.constant(Format.class, format))) {
            problems.add(
                    COMPRESSION,
                    "is '" + compression + "', which does not go with '" + FORMAT + "' '" + format
                            + "'; set 'none' or '"
                            + Definitions.name(Compression.of(Definitions.constant(Format.class, format))) + "'");
        }
        Number target = config.number(TARGET_BYTES);
        Number buffer = config.number(BUFFER_BYTES);
        if (target != null && buffer != null && target.longValue() > buffer.longValue() / 2) {
            problems.add(
                    TARGET_BYTES,
                    "is " + target + ", more than half of '" + BUFFER_BYTES + "' (" + buffer
                            + "): no object would grow that large");
        }
    }

    /** The settings of a configuration that has been checked. */
    static ObjectSettings read(AbstractConfig config) {
        Format format = Definitions.constant(Format.class, config.getString(FORMAT));
        String compression = config.getString(COMPRESSION);
        return new ObjectSettings(
                format,
                compression == null ? Compression.of(format) : Definitions.constant(Compression.class, compression),
                config.getInt(LEVEL),
                Definitions.constant(PartitionFolder.class, config.getString(PARTITION_FORMAT)),
                Duration.ofMillis(config.getLong(MAX_LATENCY)),
                config.getLong(TARGET_BYTES),
                config.getInt(MAX_RECORDS),
                config.getInt(THREADS));
    }
}
