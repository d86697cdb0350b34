/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.subject;

import io.millrace.benchmarks.endtoend.event.Form;
import io.millrace.benchmarks.endtoend.rig.Rig.Place;
import io.millrace.testkit.server.AvroConverterPlugin;
import io.millrace.testkit.server.DebeziumJdbcSink;
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
        config.put("decode.format", form.avro() ? "avro" : form.envelope() ? "debezium-json" : "json");
        if (form.avro()) {
            config.put("decode.registry.url", place.registryUrl());
        }
        return config;
    }
}
