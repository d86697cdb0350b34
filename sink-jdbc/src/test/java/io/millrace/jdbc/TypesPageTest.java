/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import io.millrace.jdbc.types.AcceptedTypesSection;
import io.millrace.jdbc.types.SourceTypesSection;
import io.millrace.testkit.rules.GeneratedPage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.connect.data.Schema;
import org.junit.jupiter.api.Test;

/** The page of types is made of the tables that the tests of real servers go through. */
class TypesPageTest {
    private static final String HEAD =
            """
            # Types of the JDBC sink

            Generated from the tables that the tests go through, on real servers, value by value. A value is bound by the type of
            the **column** it goes to. A pair of types in which something would get lost is an error when it is first seen, naming
            the column and both types; a value that the column cannot keep is a dead letter (or fails the task). What to set at
            the source: [source.md](source.md#types).

            ## PostgreSQL to PostgreSQL

            Debezium 3.6, snapshot and stream. Unless a number says otherwise, every value arrives as it was, in a column of
            the source's type and in the column we create (infinities, years before 1 and after 9999, `24:00:00`, `NaN`, empty
            arrays, NULL elements included). "nothing": the source leaves the column out. "as recommended" is
            `column.propagate.source.type=.*`, `include.unknown.datatypes=true`, `interval.handling.mode=string`. `mood` is an
            enumeration, `address` a composite type; `posint`, `small_posint`, `email`, `code`, `price`, `tags` and `instant` are
            domains over `int`, `posint`, `text`, `varchar(5)`, `numeric(6,2)`, `text[]` and `timestamptz(3)`.

            """;

    private static final String ACCEPTED =
            """

            ## What PostgreSQL's columns take

            By the name of the schema, or by Connect's type where it has none. Ranges and other types that are not listed take what
            `inet` takes; arrays take arrays of what their elements take; `varchar`, `char`, `name` and `citext` are as `text`,
            `varbit` as `bit`, `jsonb` as `json`, `lseg`, `path` and `polygon` as `box`, `geography` as `geometry`.
            A domain is what it is made of.

            """;

    private static final String FROM_MARIADB =
            """

            ## MariaDB to PostgreSQL

            Debezium 3.5 for MariaDB, with `column.propagate.source.type=.*`, snapshot and stream. `0000-00-00` comes as NULL,
            and as 1970-01-01 where NULL is not allowed.

            | source column | PostgreSQL column |
            | --- | --- |
            """;

    private static final String TO_MARIADB =
            """

            ## Into MariaDB

            | column | values it takes |
            | --- | --- |
            """;

    private static final String CREATED =
            """

            | values | column we create |
            | --- | --- |
            """;

    @Test
    void page_isFresh() throws Exception {
        StringBuilder page = new StringBuilder(HEAD);
        page.append(SourceTypesSection.text()).append(ACCEPTED).append(AcceptedTypesSection.text());
        page.append(FROM_MARIADB);
        fromMariaDb(page);
        page.append(TO_MARIADB);
        toMariaDb(page);
        page.append(CREATED);
        for (MariaDbTypes.Case created : MariaDbTypes.created()) {
            line(page, name(created.schema()), '`' + created.declared() + '`');
        }
        GeneratedPage.assertFresh("docs/jdbc-types.md", page.toString());
    }

    private static void fromMariaDb(StringBuilder page) {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        for (MariaDbSourceTypes.Type type : MariaDbSourceTypes.all()) {
            String column = '`' + type.created() + '`' + (type.isPrepared() ? " if it is there" : "");
            List<String> of = columns.computeIfAbsent(type.declared(), same -> new ArrayList<>());
            if (!of.contains(column)) {
                of.add(column);
            }
        }
        columns.forEach((declared, of) -> line(page, '`' + declared + '`', String.join(", ", of)));
    }

    private static void toMariaDb(StringBuilder page) {
        Map<String, TreeSet<String>> taken = new LinkedHashMap<>();
        for (MariaDbTypes.Case existing : MariaDbTypes.existing()) {
            taken.computeIfAbsent(existing.declared(), same -> new TreeSet<>()).add(name(existing.schema()));
        }
        taken.forEach((declared, names) -> line(page, '`' + declared + '`', String.join(", ", names)));
    }

    private static void line(StringBuilder page, String left, String right) {
        page.append("| ").append(left).append(" | ").append(right).append(" |\n");
    }

    private static String name(Schema schema) {
        if (schema.parameters() != null && schema.parameters().containsKey("__debezium.source.column.type")) {
            return schema.type() + " of a " + schema.parameters().get("__debezium.source.column.type");
        }
        return schema.name() == null
                ? schema.type().toString()
                : schema.name().substring(schema.name().lastIndexOf('.') + 1);
    }
}
