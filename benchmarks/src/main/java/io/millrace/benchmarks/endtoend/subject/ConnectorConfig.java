/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.subject;

import io.millrace.benchmarks.endtoend.event.Form;
import io.millrace.benchmarks.endtoend.rig.Rig.Place;
import io.millrace.testkit.server.AvroConverterPlugin;
import io.millrace.testkit.server.DebeziumJdbcSink;
import io.millrace.testkit.server.S3Server;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/** Configurations of connectors: what is needed to do the same work, and the subject's settings. Stateless. */
public final class ConnectorConfig {
    /** Class name of our sink. */
    public static final String MILLRACE = "io.millrace.jdbc.JdbcSinkConnector";

    private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";
    private static final String JSON = "org.apache.kafka.connect.json.JsonConverter";

    private ConnectorConfig() {}

    /**
     * Configuration of a sink that keeps rows by upserts and does deletes, into a table that is there.
     *
     * @param subject who, other than {@link Product#PLAIN}
     * @param topic the topic's name
     * @param form of its events
     * @param table the table's name
     * @param place where the servers are
     * @return for the worker
     */
    public static Map<String, String> of(Subject subject, String topic, Form form, String table, Place place) {
        Map<String, String> config = new TreeMap<>();
        config.put("tasks.max", "1");
        config.put("topics", topic);
        config.put("connection.url", place.jdbcUrl());
        config.put("connection.password", place.password());
        switch (subject.product()) {
            case MILLRACE -> {
                config.putAll(millrace(table, place));
                config.putAll(converters(form, place));
            }
            case MILLRACE_RAW -> {
                config.putAll(millrace(table, place));
                config.putAll(raw(form, place));
            }
            case DEBEZIUM -> {
                config.putAll(debezium(table, place));
                config.putAll(converters(form, place));
            }
            case PLAIN -> throw new IllegalArgumentException(subject.id() + " is no connector");
        }
        config.putAll(subject.settings());
        return config;
    }

    /**
     * Configuration of our sink for Elasticsearch.
     *
     * @param subject who
     * @param topic the topic's name
     * @param form of its events
     * @param index the index, which is there
     * @param node root of the node's API
     * @param place where the schema registry is
     * @return for the worker
     */
    public static Map<String, String> elasticsearch(
            Subject subject, String topic, Form form, String index, URI node, Place place) {
        Map<String, String> config = decoded(subject, form, place);
        config.put("connector.class", "io.millrace.elasticsearch.ElasticsearchSinkConnector");
        config.put("topics", topic);
        config.put("connection.url", node.toString());
        config.put("index.name.format", index);
        config.putAll(subject.settings());
        return config;
    }

    /**
     * Configuration of our sink for S3: packed lines, in objects of a megabyte, so that there are enough to measure.
     *
     * @param subject who
     * @param topic the topic's name
     * @param form of its events
     * @param bucket the bucket's name
     * @param server the store
     * @param place where the schema registry is
     * @return for the worker
     */
    public static Map<String, String> s3(
            Subject subject, String topic, Form form, String bucket, S3Server server, Place place) {
        Map<String, String> config = decoded(subject, form, place);
        config.put("connector.class", "io.millrace.s3.S3SinkConnector");
        config.put("topics", topic);
        config.put("bucket", bucket);
        config.put("endpoint", server.endpoint().toString());
        config.put("region", server.region());
        config.put("aws.access.key.id", server.accessKey());
        config.put("aws.secret.access.key", server.secretKey());
        config.put("compression", "gzip");
        config.put("target.object.bytes", "1048576");
        config.put("max.latency.ms", "1000");
        config.putAll(subject.settings());
        return config;
    }

    private static Map<String, String> decoded(Subject subject, Form form, Place place) {
        Map<String, String> config = new TreeMap<>();
        config.put("tasks.max", "1");
        config.putAll(subject.product() == Product.MILLRACE_RAW ? raw(form, place) : converters(form, place));
        return config;
    }

    private static Map<String, String> millrace(String table, Place place) {
        return Map.of("connector.class", MILLRACE, "connection.user", place.user(), "table.name.format", table);
    }

    private static Map<String, String> debezium(String table, Place place) {
        return Map.of(
                "connector.class",
                DebeziumJdbcSink.CONNECTOR,
                "connection.username",
                place.user(),
                "collection.name.format",
                table,
                "insert.mode",
                "upsert",
                "delete.enabled",
                "true",
                "primary.key.mode",
                "record_key");
    }

    private static Map<String, String> converters(Form form, Place place) {
        Map<String, String> config = new TreeMap<>();
        for (String part : new String[] {"key.converter", "value.converter"}) {
            if (form.avro()) {
                config.put(part, AvroConverterPlugin.CONVERTER);
                config.put(part + ".apicurio.registry.url", place.apicurioUrl());
                config.put(part + ".apicurio.registry.as-confluent", "true");
                config.put(part + ".apicurio.registry.use-id", "contentId");
                config.put(part + ".apicurio.registry.headers.enabled", "false");
            } else {
                config.put(part, JSON);
                config.put(part + ".schemas.enable", "true");
            }
        }
        return config;
    }

    private static Map<String, String> raw(Form form, Place place) {
        Map<String, String> config = new TreeMap<>();
        config.put("key.converter", BYTES);
        config.put("value.converter", BYTES);
        config.put("header.converter", BYTES);
        config.put("decode.format", "auto");
        if (form.avro()) {
            config.put("schema.registry.url", place.registryUrl());
        }
        return config;
    }
}
