/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jdbc.MetadataColumn.What;
import io.millrace.sink.config.ConfigFragment;
import io.millrace.sink.connect.SinkConfig;
import io.millrace.sink.record.Destination;
import io.millrace.sink.record.Folding;
import io.millrace.sink.spi.Handling;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Settings of tables, for all topics and by topic override. */
class TableConfigTest {
    private final SinkConfig config = new SinkConfig(new JdbcPlugin());

    private static Map<String, String> posted(String... settings) {
        Map<String, String> posted = new HashMap<>(Map.of("connection.url", "jdbc:postgresql://localhost/shop"));
        for (int i = 0; i < settings.length; i += 2) {
            posted.put(settings[i], settings[i + 1]);
        }
        return posted;
    }

    private Map<String, String> problems(String... settings) {
        Map<String, String> problems = new HashMap<>();
        for (ConfigValue value : config.validate(posted(settings))) {
            if (!value.errorMessages().isEmpty()) {
                problems.put(value.name(), String.join("\n", value.errorMessages()));
            }
        }
        return problems;
    }

    private Tables tables(String... settings) {
        return TableFragment.read(config.parse(posted(settings)));
    }

    private void assertRefused(String key, String message, String... settings) {
        assertThat(problems(settings)).containsOnlyKeys(key);
        assertThat(problems(settings).get(key)).contains(message);
    }

    @ParameterizedTest
    @EnumSource(InsertMode.class)
    void insertMode_isRead(InsertMode mode) {
        assertThat(tables("insert.mode", mode.name().toLowerCase(java.util.Locale.ROOT))
                        .general()
                        .insertMode())
                .isEqualTo(mode);
    }

    @ParameterizedTest
    @EnumSource(SchemaEvolution.class)
    void evolution_isRead(SchemaEvolution evolution) {
        assertThat(tables("schema.evolution", evolution.name().toLowerCase(java.util.Locale.ROOT))
                        .general()
                        .evolution())
                .isEqualTo(evolution);
    }

    @ParameterizedTest
    @CsvSource({
        "upsert, delete, NET_EFFECT, true",
        "upsert, soft, SOFT_DELETES, true",
        "upsert, ignore, NET_EFFECT, true",
        "update, delete, UPDATES, true",
        "update, soft, SOFT_DELETES, true",
        "insert, delete, NONE, false",
        "insert_ignore, soft, NONE, false",
    })
    void modes_tellTheCoreHowToFold(String insert, String delete, Folding folding, boolean needsKeys) {
        assertThat(tables("insert.mode", insert, "delete.mode", delete)
                        .general()
                        .handling())
                .isEqualTo(new Handling(folding, needsKeys));
    }

    @Test
    void softDelete_isRead() {
        assertThat(tables("delete.mode", "soft").general().softDelete())
                .contains(new SoftDelete(Optional.of("__deleted"), Optional.empty()));
        assertThat(tables("delete.mode", "soft", "delete.flag.column", "", "delete.time.column", "gone_at")
                        .general()
                        .softDelete())
                .contains(new SoftDelete(Optional.empty(), Optional.of("gone_at")));
        assertThat(tables("delete.mode", "ignore").general().softDelete()).isEmpty();
    }

    @Test
    void softDelete_withoutColumns_isRefused() {
        assertRefused(
                "delete.flag.column",
                "'delete.time.column' must",
                "delete.mode",
                "soft",
                "delete.flag.column",
                "",
                "delete.time.column",
                "");
        assertThat(problems("delete.flag.column", "")).isEmpty();
    }

    @Test
    void softDelete_withOneColumnForTwoThings_isRefused() {
        assertRefused(
                "delete.time.column", "the same column", "delete.mode", "soft", "delete.time.column", "__deleted");
        assertRefused(
                "metadata.columns", "marks deleted rows", "delete.mode", "soft", "metadata.columns", "op:__deleted");
    }

    @Test
    void metadataColumns_areRead() {
        assertThat(tables(
                                "metadata.columns",
                                "topic,partition:p,offset,timestamp,source_ts,op,headers,header.trace-id,header.a:b:c")
                        .general()
                        .metadata())
                .containsExactly(
                        new MetadataColumn(What.TOPIC, "", "__topic"),
                        new MetadataColumn(What.PARTITION, "", "p"),
                        new MetadataColumn(What.OFFSET, "", "__offset"),
                        new MetadataColumn(What.TIMESTAMP, "", "__timestamp"),
                        new MetadataColumn(What.SOURCE_TS, "", "__source_ts"),
                        new MetadataColumn(What.OP, "", "__op"),
                        new MetadataColumn(What.HEADERS, "", "__headers"),
                        new MetadataColumn(What.HEADER, "trace-id", "trace-id"),
                        new MetadataColumn(What.HEADER, "a:b", "c"));
    }

    @Test
    void metadataColumns_thatMeanNothing_areRefused() {
        assertRefused("metadata.columns", "'ofset' is none of", "metadata.columns", "ofset");
        assertRefused("metadata.columns", "'header.' is none of", "metadata.columns", "header.");
        assertRefused("metadata.columns", "'op:' is none of", "metadata.columns", "op:");
        assertRefused("metadata.columns", "column 'x' twice", "metadata.columns", "op:x,topic:x");
    }

    @Test
    void updateByKafkaCoordinates_isRefused() {
        assertRefused("insert.mode", "none finds a row", "insert.mode", "update", "key.source", "kafka");
    }

    @ParameterizedTest
    @CsvSource({"upsert", "update"})
    void modeThatNeedsKeys_withoutKey_isRefused(String mode) {
        assertRefused("insert.mode", "needs a key", "insert.mode", mode, "key.source", "none");
    }

    @Test
    void loggedDdl_withoutAnyToLog_isRefused() {
        assertRefused("schema.ddl", "nothing", "schema.ddl", "log");
        assertRefused("schema.ddl", "nothing", "schema.ddl", "log", "schema.evolution", "validate");
        assertThat(problems("schema.ddl", "log", "schema.evolution", "evolve")).isEmpty();
        assertThat(problems(
                        "schema.ddl",
                        "log",
                        "topic.overrides",
                        "a",
                        "topic.override.a.regex",
                        "a",
                        "topic.override.a.schema.evolution",
                        "add"))
                .isEmpty();
    }

    @Test
    void wrongValues_areRefusedOnTheirKeys() {
        assertThat(problems(
                        "insert.mode", "merge",
                        "schema.evolution", "all",
                        "schema.ddl", "print",
                        "schema.lock.timeout.ms", "0",
                        "delete.mode", "hard",
                        "table.name.format", "${value.}",
                        "fields.include", "(",
                        "fields.exclude", "[",
                        "fields.rename", "a"))
                .containsOnlyKeys(
                        "insert.mode",
                        "schema.evolution",
                        "schema.ddl",
                        "schema.lock.timeout.ms",
                        "delete.mode",
                        "table.name.format",
                        "fields.include",
                        "fields.exclude",
                        "fields.rename");
    }

    @ParameterizedTest
    @CsvSource({
        "${topic}, true",
        "${topic.last}, true",
        "app.${source.table}, true",
        "t_${value.region}_${key.id}, true",
        "${header.table}, true",
        "${source}, false",
        "${values.x}, false",
        "${}, false",
    })
    void tableName_knowsItsPlaceholders(String template, boolean valid) {
        assertThat(problems("table.name.format", template).isEmpty()).isEqualTo(valid);
    }

    @Test
    void deleteEnabled_ofOtherSinks_isRefused() {
        assertRefused("delete.enabled", "set 'delete.mode'", "delete.enabled", "false");
    }

    @Test
    void otherDatabases_refuseWhatTheyCannotDo() {
        assertThat(problems(
                        "connection.url", "jdbc:h2:mem:shop",
                        "schema.evolution", "evolve",
                        "delete.mode", "soft",
                        "metadata.columns", "op",
                        "topic.overrides", "a",
                        "topic.override.a.regex", "a",
                        "topic.override.a.insert.mode", "insert"))
                .doesNotContainKeys("topic.override.a.regex", "delete.mode")
                .containsKeys("schema.evolution", "metadata.columns", "topic.override.a.insert.mode");
    }

    // ---- overrides

    @Test
    void override_setsWhatItSetsAndNothingElse() {
        Tables tables = tables(
                "insert.mode", "insert_ignore",
                "metadata.columns", "op",
                "topic.overrides", "audit,other",
                "topic.override.audit.regex", "audit\\..*",
                "topic.override.audit.insert.mode", "insert",
                "topic.override.audit.key.source", "none",
                "topic.override.audit.metadata.columns", "",
                "topic.override.other.regex", "x",
                "topic.override.other.delete.mode", "soft",
                "topic.override.other.schema.evolution", "evolve");

        assertThat(tables.of(new Destination("t", "audit", Folding.NONE)))
                .isEqualTo(new TableSettings(InsertMode.INSERT, SchemaEvolution.NONE, Optional.empty(), List.of()));
        assertThat(tables.of(new Destination("t", "other", Folding.NONE)))
                .isEqualTo(new TableSettings(
                        InsertMode.INSERT_IGNORE,
                        SchemaEvolution.EVOLVE,
                        Optional.of(new SoftDelete(Optional.of("__deleted"), Optional.empty())),
                        List.of(new MetadataColumn(What.OP, "", "__op"))));
        assertThat(tables.of(new Destination("t", "", Folding.NONE)).insertMode())
                .isEqualTo(InsertMode.INSERT_IGNORE);
    }

    @Test
    void everyPerTopicKey_canBeOverridden() {
        List<String> keys = new JdbcPlugin()
                .fragments().stream()
                        .flatMap((ConfigFragment fragment) -> fragment.perTopic().stream())
                        .toList();
        assertThat(keys).contains("delete.flag.column", "insert.mode", "schema.evolution");
        for (String key : keys) {
            assertThat(problems(
                            "topic.overrides", "a", "topic.override.a.regex", "a", "topic.override.a." + key, "\u0001"))
                    .as(key)
                    .doesNotContainKey("topic.overrides")
                    .allSatisfy(
                            (name, message) -> assertThat(message).as(name).doesNotContain("cannot be set per topic"));
        }
    }

    @Test
    void override_unknownKey_isRefusedOnTheKeyItself() {
        assertRefused(
                "topic.override.a.lanes",
                "cannot be set per topic; what can is regex, insert.mode",
                "topic.overrides",
                "a",
                "topic.override.a.regex",
                "a",
                "topic.override.a.lanes",
                "3");
    }

    @Test
    void override_thatIsNotNamed_isRefused() {
        assertRefused("topic.overrides", "'topic.override.b.regex' is set", "topic.override.b.regex", "b");
    }

    @Test
    void override_withoutRegex_isRefused() {
        assertThat(problems("topic.overrides", "a")).containsOnlyKeys("topic.override.a.regex");
        assertThat(problems("topic.overrides", "a", "topic.override.a.regex", "("))
                .containsOnlyKeys("topic.override.a.regex");
    }

    @Test
    void override_wrongValue_isRefusedOnItsKey() {
        assertRefused(
                "topic.override.a.insert.mode",
                "must be one of",
                "topic.overrides",
                "a",
                "topic.override.a.regex",
                "a",
                "topic.override.a.insert.mode",
                "merge");
    }

    @Test
    void override_thatContradictsTheGeneralSettings_isRefusedOnItsOwnKey() {
        assertRefused(
                "topic.override.a.insert.mode",
                "is 'upsert', which needs a key",
                "topic.overrides",
                "a",
                "topic.override.a.regex",
                "a",
                "topic.override.a.key.source",
                "none");
    }

    @Test
    void generalProblem_isNotSaidAgainForEachOverride() {
        assertRefused(
                "insert.mode",
                "needs a key",
                "key.source",
                "none",
                "topic.overrides",
                "a",
                "topic.override.a.regex",
                "a",
                "topic.override.a.truncate.enabled",
                "true");
    }

    @Test
    void override_templateAsksForAGroupOfItsRegex() {
        assertThat(problems(
                        "topic.overrides", "a",
                        "topic.override.a.regex", "(.*)-(.*)",
                        "topic.override.a.table.name.format", "${2}"))
                .isEmpty();
        assertRefused(
                "topic.override.a.table.name.format",
                "'regex' has only 1 groups",
                "topic.overrides",
                "a",
                "topic.override.a.regex",
                "(.*)-.*",
                "topic.override.a.table.name.format",
                "${2}");
    }

    @Test
    void override_keySourceAlone_forgetsTheGeneralFields() {
        assertThat(problems(
                        "key.fields", "id",
                        "topic.overrides", "a",
                        "topic.override.a.regex", "a",
                        "topic.override.a.key.source", "kafka"))
                .isEmpty();
        assertRefused(
                "topic.override.a.key.fields",
                "at least one field",
                "key.fields",
                "id",
                "topic.overrides",
                "a",
                "topic.override.a.regex",
                "a",
                "topic.override.a.key.source",
                "record_value");
    }

    // ---- fields

    @Test
    void excludedKeyField_isRefused() {
        assertRefused(
                "fields.exclude",
                "a key's columns cannot be left out",
                "key.source",
                "record_value",
                "key.fields",
                "id",
                "fields.exclude",
                ".*id");
        assertThat(problems(
                        "key.source", "record_header",
                        "key.fields", "id",
                        "fields.exclude", "id"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "a:b, true",
        "(.*)_old:$1, true",
        "a\\:b:c, true",
        "a:, false",
        ":b, false",
        "a:$1, false",
        "(:b, false",
    })
    void rename_isChecked(String rename, boolean valid) {
        assertThat(problems("fields.rename", rename).keySet())
                .isEqualTo(valid ? java.util.Set.of() : java.util.Set.of("fields.rename"));
    }

    @Test
    void configurationsInTheGuide_areValid() throws Exception {
        Path guide = Path.of(System.getProperty("millrace.root"), "docs", "jdbc-modes.md");
        Matcher blocks =
                Pattern.compile("```properties\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(guide));
        int count = 0;
        while (blocks.find()) {
            Properties properties = new Properties();
            properties.load(new StringReader(blocks.group(1)));
            List<String> settings = new ArrayList<>();
            properties.forEach((key, value) -> settings.addAll(List.of(key.toString(), value.toString())));
            assertThat(problems(settings.toArray(String[]::new)))
                    .as(blocks.group(1))
                    .isEmpty();
            count++;
        }
        assertThat(count).isGreaterThanOrEqualTo(10);
    }
}
