/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.types;

import io.millrace.jdbc.SharedWorker;
import io.millrace.testkit.events.CapturedEvent;
import io.millrace.testkit.events.CapturedEvents;
import io.millrace.testkit.server.ConnectCluster;
import io.millrace.testkit.server.DebeziumPostgresSource;
import io.millrace.testkit.server.KafkaTopics;
import io.millrace.testkit.server.PostgresServer;
import io.millrace.testkit.server.TestServers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A database with a table for each type, read by a Debezium source for each profile: its snapshot has every value once, its
 * stream once more. Confined to one thread.
 */
final class SourceRun implements AutoCloseable {
    /** What is added to a row's number for the rows that come by the log. */
    static final int STREAMED = 100;

    private static final Duration WITHIN = Duration.ofMinutes(2);

    private final TypeTable table;
    private final Connection connection;
    private final Map<Profile, List<SinkRecord>> events = new EnumMap<>(Profile.class);

    private SourceRun(TypeTable table, Connection connection) {
        this.table = table;
        this.connection = connection;
    }

    static SourceRun of(TypeTable table) throws SQLException {
        PostgresServer server = TestServers.postgres();
        String database = server.createDatabase("types");
        SourceRun run = new SourceRun(table, server.connect(database));
        run.execute("SET TIME ZONE 'UTC'");
        run.create();
        run.insert(0);
        ConnectCluster cluster = SharedWorker.cluster();
        try (KafkaTopics topics = TestServers.kafka().topics()) {
            for (Profile profile : Profile.values()) {
                String name = name(database, profile);
                cluster.rest().put(name, run.source(server, database, profile).config());
            }
            for (Profile profile : Profile.values()) {
                topics.read(name(database, profile), run.rows(profile), WITHIN);
            }
            run.insert(STREAMED);
            for (Profile profile : Profile.values()) {
                String name = name(database, profile);
                run.events.put(profile, sinkRecords(topics.read(name, 2 * run.rows(profile), WITHIN)));
                cluster.rest().delete(name);
            }
        }
        return run;
    }

    private static String name(String database, Profile profile) {
        return database + "-" + profile.name().toLowerCase(Locale.ROOT);
    }

    /** All tables come on one topic: many topics would take their time. */
    private DebeziumPostgresSource source(PostgresServer server, String database, Profile profile) {
        String name = name(database, profile);
        String[] tables = table.types().stream()
                .filter(type -> type.isReadBy(profile))
                .map(type -> "public." + type.table())
                .toArray(String[]::new);
        DebeziumPostgresSource source = DebeziumPostgresSource.of(server, database, name)
                .slot(name.replace('-', '_'))
                .with("publication.name", name.replace('-', '_'))
                .with("transforms", "route")
                .with("transforms.route.type", "org.apache.kafka.connect.transforms.RegexRouter")
                .with("transforms.route.regex", ".*")
                .with("transforms.route.replacement", name)
                .with("slot.drop.on.stop", "true")
                .with("poll.interval.ms", "10")
                .tables(tables);
        for (Map.Entry<String, String> setting : profile.settings().entrySet()) {
            source = source.with(setting.getKey(), setting.getValue());
        }
        return source;
    }

    private int rows(Profile profile) {
        return table.types().stream()
                .filter(type -> type.isReadBy(profile))
                .mapToInt(type -> type.values().size())
                .sum();
    }

    private void create() throws SQLException {
        for (String sql : table.setup()) {
            execute(sql);
        }
        for (SourceType type : table.types()) {
            execute("CREATE TABLE " + type.table() + " (id int PRIMARY KEY, v " + type.declared() + ")");
        }
    }

    private void insert(int above) throws SQLException {
        for (SourceType type : table.types()) {
            for (int i = 0; i < type.values().size(); i++) {
                execute("INSERT INTO " + type.table() + " OVERRIDING SYSTEM VALUE VALUES (" + (above + i + 1) + ", "
                        + type.values().get(i).sql() + ")");
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<SinkRecord> sinkRecords(List<ConsumerRecord<byte[], byte[]>> records) {
        CapturedEvents events = new CapturedEvents();
        List<SinkRecord> read = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            read.add(events.sinkRecord(new CapturedEvent(
                    "live",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    record.timestamp(),
                    List.of(),
                    record.key(),
                    record.value())));
        }
        return read;
    }

    /** What a source has sent about one table. */
    List<SinkRecord> events(Profile profile, SourceType type) {
        return events.get(profile).stream()
                .filter(record -> type.table()
                        .equals(((Struct) record.value()).getStruct("source").getString("table")))
                .toList();
    }

    /** Values as PostgreSQL prints them, by number of the row. */
    Map<Integer, String> originals(SourceType type) throws SQLException {
        Map<Integer, String> texts = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, v::text FROM " + type.table() + " ORDER BY id")) {
            while (rows.next()) {
                texts.put(rows.getInt(1), rows.getString(2));
            }
        }
        return texts;
    }

    /** A text as the source prints it after {@code expression} has made a value of it, named {@code x}. */
    String print(String text, String expression) throws SQLException {
        String sql = "SELECT (" + expression + ")::text FROM (SELECT ?::text AS x) AS t";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, text);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
