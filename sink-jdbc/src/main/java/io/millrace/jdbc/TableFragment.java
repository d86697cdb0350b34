/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import io.millrace.jdbc.MetadataColumn.What;
import io.millrace.sink.config.ConfigFragment;
import io.millrace.sink.config.ConfigView;
import io.millrace.sink.config.Definitions;
import io.millrace.sink.config.DeleteMode;
import io.millrace.sink.config.EventFragment;
import io.millrace.sink.config.NameTemplate;
import io.millrace.sink.config.OrderFragment;
import io.millrace.sink.config.Problems;
import io.millrace.sink.config.TopicOverrides;
import io.millrace.sink.config.TopicScope;
import io.millrace.sink.record.Folding;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Which table a topic's events go to, and what they do there. */
final class TableFragment implements ConfigFragment {
    static final String TABLE_NAME = "table.name.format";
    static final String INSERT_MODE = "insert.mode";
    static final String DELETED_FLAG = "delete.flag.column";
    static final String DELETED_TIME = "delete.time.column";
    static final String METADATA = "metadata.columns";
    static final String VERSION_GUARD = "version.guard";
    static final String VERSION_COLUMN = "version.column";

    private static final String HEADER = "header.";
    private static final Map<String, What> METADATA_NAMES = Map.of(
            "topic", What.TOPIC,
            "partition", What.PARTITION,
            "offset", What.OFFSET,
            "timestamp", What.TIMESTAMP,
            "source_ts", What.SOURCE_TS,
            "op", What.OP,
            "headers", What.HEADERS);

    private static final ConfigDef.Validator METADATA_LIST = Definitions.validator(
            "list of topic, partition, offset, timestamp, source_ts, op, headers, header.<name>, each optionally with"
                    + " :column",
            (key, value) -> {
                Set<String> columns = new HashSet<>();
                for (Object element : value == null ? List.of() : (List<?>) value) {
                    MetadataColumn column = metadataColumn(element.toString());
                    if (column == null) {
                        throw new ConfigException(
                                key,
                                value,
                                "'" + element + "' is none of "
                                        + METADATA_NAMES.keySet().stream()
                                                .sorted()
                                                .toList() + " or header.<name>, with or without ':column' behind it");
                    }
                    if (!columns.add(column.column())) {
                        throw new ConfigException(key, value, "names column '" + column.column() + "' twice");
                    }
                }
            });

    private static final ConfigDef.Validator GUARDS =
            Definitions.validator("[none, kafka, source, field:<name>]", (key, value) -> {
                try {
                    VersionGuard.parse(String.valueOf(value), "");
                } catch (IllegalArgumentException e) {
                    throw new ConfigException(key, value, e.getMessage());
                }
            });

    private static @Nullable MetadataColumn metadataColumn(String text) {
        int colon = text.lastIndexOf(':');
        String what = colon < 0 ? text : text.substring(0, colon);
        String column = colon < 0 ? null : text.substring(colon + 1);
        if (column != null && column.isBlank()) {
            return null;
        }
        if (what.startsWith(HEADER) && what.length() > HEADER.length()) {
            String header = what.substring(HEADER.length());
            return new MetadataColumn(What.HEADER, header, column == null ? header : column);
        }
        What known = METADATA_NAMES.get(what);
        return known == null ? null : new MetadataColumn(known, "", column == null ? "__" + what : column);
    }

    @Override
    public void define(ConfigDef definition) {
        new Definitions(definition, "Tables")
                .add(
                        TABLE_NAME,
                        Type.STRING,
                        "${topic.last}",
                        NameTemplate.RECORD_VALIDATOR,
                        Importance.HIGH,
                        "Table name",
                        "Table that a topic's events go to, 'table' or 'schema.table'. One of exactly that name comes first,"
                                + " then one in lower case, then the only one that differs in case alone. "
                                + NameTemplate.RECORD_PLACEHOLDERS)
                .add(
                        INSERT_MODE,
                        Type.STRING,
                        Definitions.name(InsertMode.UPSERT),
                        Definitions.oneOf(InsertMode.class),
                        Importance.HIGH,
                        "Insert mode",
                        "What events do that are no deletes. 'upsert': create or replace the row with the event's key, so that"
                                + " a repeated event does no harm; 'insert': always create a row, so that events which come"
                                + " again after a crash are written again or refused by a unique key; 'insert_ignore': create"
                                + " the row, and leave one alone that is there already; 'update': replace the row, and do"
                                + " nothing where there is none.")
                .add(
                        DELETED_FLAG,
                        Type.STRING,
                        "__deleted",
                        null,
                        Importance.LOW,
                        "Deleted flag",
                        "With 'delete.mode' 'soft': boolean, integer or text column that says whether a row is deleted. Empty"
                                + " for none.")
                .add(
                        DELETED_TIME,
                        Type.STRING,
                        "",
                        null,
                        Importance.LOW,
                        "Time of deletion",
                        "With 'delete.mode' 'soft': timestamp column that says when a row was deleted at the source, and is"
                                + " NULL for rows that are there. Empty for none.")
                .add(
                        METADATA,
                        Type.LIST,
                        List.of(),
                        METADATA_LIST,
                        Importance.MEDIUM,
                        "Metadata columns",
                        "What else is written to each row, as 'what' or 'what:column': 'topic', 'partition' and 'offset' as"
                                + " Kafka has them; 'timestamp' of the record; 'source_ts', when the source committed it;"
                                + " 'op', what the source did (c, u, r, d); 'headers', all as JSON; 'header.<name>', one as"
                                + " text. The column is called '__what', or as the header.")
                .add(
                        VERSION_GUARD,
                        Type.STRING,
                        "none",
                        GUARDS,
                        Importance.LOW,
                        "Version guard",
                        "Keeps older changes from replacing newer ones that came before them, for topics whose order is not"
                                + " that of the changes: 'source' compares the place in the log of the source (LSN, binlog"
                                + " position, SCN), 'kafka' the offset, 'field:<name>' an integer, date or timestamp of the"
                                + " row. Of two changes with the same version the later one wins.")
                .add(
                        VERSION_COLUMN,
                        Type.STRING,
                        "__version",
                        Definitions.notBlank(),
                        Importance.LOW,
                        "Version column",
                        "Column of type bigint that holds the version of a row, with 'version.guard' 'source' or 'kafka'.");
    }

    @Override
    public List<String> perTopic() {
        return List.of(INSERT_MODE, DELETED_FLAG, DELETED_TIME, METADATA, VERSION_GUARD, VERSION_COLUMN);
    }

    @Override
    public void checkTopic(ConfigView config, Problems problems) {
        String mode = config.text(INSERT_MODE);
        String source = config.text("key.source");
        boolean needsKeys =
                mode != null && Definitions.constant(InsertMode.class, mode).needsKeys();
        if (needsKeys && "none".equals(source)) {
            problems.add(
                    INSERT_MODE,
                    "is '" + mode + "', which needs a key, but 'key.source' is 'none'; set '" + INSERT_MODE
                            + "' to 'insert'");
        }
        if ("update".equals(mode) && "kafka".equals(source)) {
            problems.add(
                    INSERT_MODE,
                    "is 'update', but 'key.source' is 'kafka': no two events have the same coordinates, so none finds a row"
                            + " to update");
        }
        checkDeletes(config, problems);
        checkGuard(config, problems);
        checkOrder(config, problems);
        OtherDatabases.check(config, problems);
    }

    private static void checkDeletes(ConfigView config, Problems problems) {
        if (!Definitions.name(DeleteMode.SOFT).equals(config.text("delete.mode"))) {
            return;
        }
        String flag = config.text(DELETED_FLAG);
        String time = config.text(DELETED_TIME);
        if (flag == null || time == null) {
            return;
        }
        if (flag.isBlank() && time.isBlank()) {
            problems.add(
                    DELETED_FLAG, "must name a column, or '" + DELETED_TIME + "' must, since 'delete.mode' is 'soft'");
        }
        Set<String> columns = new HashSet<>(Set.of(flag));
        if (!columns.add(time) && !time.isBlank()) {
            problems.add(DELETED_TIME, "names the same column as '" + DELETED_FLAG + "'");
        }
        for (String metadata : config.list(METADATA)) {
            MetadataColumn column = metadataColumn(metadata);
            if (column != null && columns.contains(column.column())) {
                problems.add(METADATA, "names column '" + column.column() + "', which marks deleted rows");
            }
        }
    }

    private static void checkGuard(ConfigView config, Problems problems) {
        String guard = config.text(VERSION_GUARD);
        String mode = config.text(INSERT_MODE);
        if (guard != null && !guard.equals("none") && mode != null && mode.startsWith("insert")) {
            problems.add(
                    VERSION_GUARD,
                    "is '" + guard + "', but with '" + INSERT_MODE + "' '" + mode
                            + "' no row is ever replaced; leave it out, or use 'upsert'");
        }
    }

    /** A later record may be an older change then, and must not close the letter of a newer one. */
    private static void checkOrder(ConfigView config, Problems problems) {
        String guard = config.text(VERSION_GUARD);
        if (guard != null && !guard.equals("none") && "supersede".equals(config.text(OrderFragment.ORDER))) {
            problems.add(
                    OrderFragment.ORDER,
                    "is 'supersede', but with '" + VERSION_GUARD + "' '" + guard
                            + "' a later record may be an older change and does not stand for an earlier one; set 'park' or"
                            + " 'none'");
        }
    }

    /** What several changes of a row may become: as {@link TableSettings#handling} says it later. */
    static Folding folding(ConfigView config) {
        String mode = config.text(INSERT_MODE);
        boolean soft = Definitions.name(DeleteMode.SOFT).equals(config.text("delete.mode"));
        return TableSettings.folding(
                mode == null ? InsertMode.UPSERT : Definitions.constant(InsertMode.class, mode), soft);
    }

    /** What must be set otherwise before an older row can do no harm to a newer one; {@code null} if nothing must. */
    static @Nullable String orderMatters(ConfigView config) {
        String mode = config.text(INSERT_MODE);
        String guard = config.text(VERSION_GUARD);
        boolean onlyInserts = mode != null && mode.startsWith("insert");
        boolean ownRows = "kafka".equals(config.text("key.source"));
        // Versions of a field may be alike, and then the one that comes later wins.
        boolean guarded = "kafka".equals(guard) || "source".equals(guard);
        if (!onlyInserts && !ownRows && !guarded) {
            return "with '" + INSERT_MODE + "' '" + mode
                    + "' a letter could put an old row over a newer one; set that to 'insert' or 'insert_ignore', or '"
                    + VERSION_GUARD + "' to 'kafka' or 'source'";
        }
        if (!Definitions.name(DeleteMode.IGNORE).equals(config.text("delete.mode"))) {
            return "a letter could bring back a row that was deleted; set 'delete.mode' to 'ignore'";
        }
        return Boolean.TRUE.equals(config.flag("truncate.enabled"))
                ? "a letter could bring back a row of a table that was truncated; set 'truncate.enabled' to 'false'"
                : null;
    }

    /** How tables are written, for a configuration that has been checked. */
    static Tables read(AbstractConfig config) {
        Map<String, TableSettings> overrides = new HashMap<>();
        for (TopicScope scope : TopicOverrides.scopes(config)) {
            overrides.put(scope.override(), settings(scope));
        }
        return new Tables(settings(TopicScope.general(config)), overrides);
    }

    private static TableSettings settings(TopicScope scope) {
        return new TableSettings(
                Definitions.constant(InsertMode.class, scope.text(INSERT_MODE)),
                SchemaFragment.evolution(scope),
                EventFragment.deleteMode(scope) == DeleteMode.SOFT
                        ? Optional.of(
                                new SoftDelete(column(scope.text(DELETED_FLAG)), column(scope.text(DELETED_TIME))))
                        : Optional.empty(),
                scope.list(METADATA).stream()
                        .map(text -> java.util.Objects.requireNonNull(metadataColumn(text), "has been validated"))
                        .toList(),
                VersionGuard.parse(scope.text(VERSION_GUARD), scope.text(VERSION_COLUMN)));
    }

    private static Optional<String> column(String name) {
        return name.isBlank() ? Optional.empty() : Optional.of(name);
    }
}
