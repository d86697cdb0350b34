/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.dlq.DeadLetterQueue;
import io.millrace.dlq.LetterRefusedException;
import io.millrace.dlq.jdbc.TableSettings;
import io.millrace.dlq.jdbc.TableStore;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.LetterWriter;
import io.millrace.dlq.letter.PayloadFidelity;
import io.millrace.dlq.letter.RecordBytes;
import io.millrace.dlq.store.StoreDestination;
import io.millrace.testkit.proxy.FaultProxy;
import io.millrace.testkit.server.TestServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Letters in a table of a real database. */
class LetterTableIT {
    enum Database {
        POSTGRESQL {
            @Override
            String create() throws SQLException {
                return TestServers.postgres().createDatabase("letters");
            }

            @Override
            Connection connect(String name) throws SQLException {
                return TestServers.postgres().connect(name);
            }

            @Override
            TableSettings settings(String name, int port) {
                return LetterTableIT.settings(
                        TestServers.postgres().jdbcUrl(name, port),
                        TestServers.postgres().user(),
                        TestServers.postgres().password());
            }

            @Override
            int port() {
                return TestServers.postgres().port();
            }
        },
        MARIADB {
            @Override
            String create() throws SQLException {
                return TestServers.mariadb().createDatabase("letters");
            }

            @Override
            Connection connect(String name) throws SQLException {
                return TestServers.mariadb().connect(name);
            }

            @Override
            TableSettings settings(String name, int port) {
                return LetterTableIT.settings(
                        TestServers.mariadb().jdbcUrl(name, port),
                        TestServers.mariadb().user(),
                        TestServers.mariadb().password());
            }

            @Override
            int port() {
                return TestServers.mariadb().port();
            }
        };

        abstract String create() throws SQLException;

        abstract Connection connect(String name) throws SQLException;

        abstract TableSettings settings(String name, int port);

        abstract int port();
    }

    private static TableSettings settings(String url, String user, String password) {
        return new TableSettings(
                url, Optional.of(user), Optional.of(password), "dead_letters", true, Duration.ofSeconds(2));
    }

    private static List<List<String>> query(Database database, String name, String sql) throws SQLException {
        try (Connection connection = database.connect(name);
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            List<List<String>> rows = new ArrayList<>();
            while (found.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    row.add(String.valueOf(found.getString(i)));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    private static void execute(Database database, String name, String... statements) throws SQLException {
        try (Connection connection = database.connect(name);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void letters_becomeRowsOnce(Database database) throws Exception {
        String name = database.create();
        DeadLetter first = FailedRecords.letter(FailedRecords.failed(1));
        DeadLetter second = FailedRecords.letter(FailedRecords.failed(2));
        try (TableStore store = new TableStore(database.settings(name, database.port()))) {
            store.store(List.of(first));
            store.store(List.of(first, second));
        }
        try (TableStore other = new TableStore(database.settings(name, database.port()))) {
            other.store(List.of(second));
        }

        assertThat(query(
                        database,
                        name,
                        "SELECT id, kind, fingerprint, title, connector, topic, kafka_partition, kafka_offset, code,"
                                + " failure_class, message, target, operation, attempts, payload FROM dead_letters"
                                + " ORDER BY kafka_offset"))
                .containsExactly(row(first), row(second));
        try (Connection connection = database.connect(name);
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "SELECT record_key, record_value, record_headers, stack_trace FROM dead_letters"
                                + " WHERE kafka_offset = 1")) {
            assertThat(found.next()).isTrue();
            assertThat(found.getBytes(1)).isEqualTo(first.record().key());
            assertThat(found.getBytes(2)).isEqualTo(first.record().value());
            assertThat(found.getString(3)).contains("\"trace\"", "\"t-1\"");
            assertThat(found.getString(4)).contains("RecordFailedException");
        }
    }

    private static List<String> row(DeadLetter letter) {
        return List.of(
                letter.id().value(),
                "FAILED",
                letter.fingerprint().value(),
                letter.fingerprint().title(),
                letter.connector(),
                "orders",
                "0",
                Long.toString(letter.coordinates().offset()),
                "jdbc.22001",
                "RECORD",
                letter.message(),
                "public.orders",
                "UPSERT",
                "1",
                "original");
    }

    @ParameterizedTest
    @EnumSource
    void timesAndAnyBytes_areExact(Database database) throws Exception {
        String name = database.create();
        byte[] bytes = {0, (byte) 0xFF, '\'', '\\', 13};
        DeadLetter letter = FailedRecords.letter(FailedRecords.failed(1))
                .withRecord(new RecordBytes(
                        bytes, bytes, List.of(new RecordHeader("n\u0000ul", bytes)), PayloadFidelity.ORIGINAL));
        try (TableStore store = new TableStore(database.settings(name, database.port()))) {
            store.store(List.of(letter));
        }

        String seconds = database == Database.POSTGRESQL
                ? "EXTRACT(EPOCH FROM dead_at)::bigint"
                : "TIMESTAMPDIFF(SECOND, '1970-01-01', dead_at)";
        try (Connection connection = database.connect(name);
                Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery("SELECT record_key, record_value, " + seconds + " FROM dead_letters")) {
            assertThat(found.next()).isTrue();
            assertThat(found.getBytes(1)).isEqualTo(bytes);
            assertThat(found.getBytes(2)).isEqualTo(bytes);
            assertThat(found.getLong(3)).isEqualTo(1_700_000_002L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void tableThatRefusesALetter_saysSoAndTakesTheNext(Database database) throws Exception {
        String name = database.create();
        try (TableStore store = new TableStore(database.settings(name, database.port()))) {
            store.store(List.of(FailedRecords.letter(FailedRecords.failed(1))));
            execute(database, name, "ALTER TABLE dead_letters ADD CONSTRAINT small CHECK (kafka_offset < 5)");

            assertThatThrownBy(() -> store.store(List.of(FailedRecords.letter(FailedRecords.failed(7)))))
                    .isInstanceOf(LetterRefusedException.class)
                    .hasMessageContaining("SQLState 23");
            store.store(List.of(FailedRecords.letter(FailedRecords.failed(2))));
        }

        assertThat(query(database, name, "SELECT count(*) FROM dead_letters")).containsExactly(List.of("2"));
    }

    @ParameterizedTest
    @EnumSource
    void databaseIsDown_streamWaitsAndNothingIsSkipped(Database database) throws Exception {
        String name = database.create();
        List<Long> safe = new ArrayList<>();
        try (FaultProxy proxy = FaultProxy.before("127.0.0.1", database.port());
                DeadLetterQueue<Long> queue = queue(database.settings(name, proxy.port()))) {
            queue.send(FailedRecords.failed(1), 1L);
            pollUntil(queue, safe, 1);

            proxy.refuse();
            proxy.cutAll();
            queue.send(FailedRecords.failed(2), 2L);
            queue.send(FailedRecords.failed(3), 3L);
            await().atMost(Duration.ofSeconds(30)).pollInSameThread().until(() -> {
                queue.poll(safe::add);
                return queue.waiting() > 0;
            });
            assertThat(safe).containsExactly(1L);

            proxy.pass();
            pollUntil(queue, safe, 3);
        }

        assertThat(safe).containsExactlyInAnyOrder(1L, 2L, 3L);
        assertThat(query(database, name, "SELECT kafka_offset FROM dead_letters ORDER BY 1"))
                .containsExactly(List.of("1"), List.of("2"), List.of("3"));
    }

    private static DeadLetterQueue<Long> queue(TableSettings settings) {
        StoreDestination table = new StoreDestination(
                new TableStore(settings),
                new LetterWriter(FailedRecords.CONNECTOR, 0, "millrace/test"),
                1 << 20,
                Duration.ofSeconds(10));
        return new DeadLetterQueue<>(List.of(table), InstantSource.system());
    }

    private static void pollUntil(DeadLetterQueue<Long> queue, List<Long> safe, int count) {
        await().atMost(Duration.ofSeconds(60)).pollInSameThread().until(() -> {
            queue.poll(safe::add);
            return safe.size() == count;
        });
    }

    @Test
    void userWhoMayOnlyInsert_isEnough() throws Exception {
        String name = Database.POSTGRESQL.create();
        TableSettings owner = Database.POSTGRESQL.settings(name, Database.POSTGRESQL.port());
        try (TableStore store = new TableStore(owner)) {
            store.store(List.of(FailedRecords.letter(FailedRecords.failed(1))));
        }
        String role = "clerk_" + name;
        execute(
                Database.POSTGRESQL,
                name,
                "CREATE ROLE " + role + " LOGIN PASSWORD 'p'",
                "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
                // To leave a letter alone that is there, PostgreSQL wants to see its id.
                "GRANT INSERT, SELECT (id) ON dead_letters TO " + role);
        TableSettings clerk = new TableSettings(
                owner.url(), Optional.of(role), Optional.of("p"), "public.dead_letters", true, Duration.ofSeconds(2));
        try (TableStore store = new TableStore(clerk)) {
            store.store(List.of(FailedRecords.letter(FailedRecords.failed(2))));
        }

        assertThat(query(Database.POSTGRESQL, name, "SELECT count(*) FROM dead_letters"))
                .containsExactly(List.of("2"));
    }

    @Test
    void textOfARow_isInThePayloadAlone() throws Exception {
        String name = Database.POSTGRESQL.create();
        try (TableStore store = new TableStore(Database.POSTGRESQL.settings(name, Database.POSTGRESQL.port()))) {
            store.store(List.of(FailedRecords.letter(
                    FailedRecords.failed(1, "jdbc.22001", "value too long", "{\"name\":\"secret\"}"))));
        }

        assertThat(query(
                        Database.POSTGRESQL,
                        name,
                        "SELECT convert_from(record_value, 'UTF8') LIKE '%secret%', message || stack_trace LIKE '%secret%'"
                                + " FROM dead_letters"))
                .containsExactly(List.of("t", "f"));
    }
}
