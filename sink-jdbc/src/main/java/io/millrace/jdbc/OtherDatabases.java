/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import io.millrace.sink.config.ConfigView;
import io.millrace.sink.config.Problems;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Refuses what only tables of PostgreSQL can do so far, so that nobody believes it to be done. Stateless. */
final class OtherDatabases {
    private static final Set<String> EVOLUTIONS = Set.of("none", "validate", "add");
    private static final List<String> GENERAL_ONLY = List.of(TableFragment.INSERT_MODE, SchemaFragment.EVOLUTION);

    private OtherDatabases() {}

    static void check(ConfigView config, Problems problems) {
        String url = config.text(JdbcFragment.URL);
        if (url == null
                || Databases.of(url)
                        .filter(found -> found != Databases.POSTGRESQL)
                        .isEmpty()) {
            return;
        }
        if (Databases.of(url).filter(Databases::evolves).isEmpty()) {
            oneOf(config.text(SchemaFragment.EVOLUTION), EVOLUTIONS, SchemaFragment.EVOLUTION, problems);
        }
        if (!config.list(TableFragment.METADATA).isEmpty()) {
            problems.add(TableFragment.METADATA, "is for PostgreSQL; leave it out");
        }
        String guard = config.text(TableFragment.VERSION_GUARD);
        if (guard != null && !guard.equals("none")) {
            problems.add(TableFragment.VERSION_GUARD, "is for PostgreSQL; leave it out");
        }
        for (String key : GENERAL_ONLY) {
            if (config.overrides(key)) {
                problems.add(key, "differs from topic to topic only with PostgreSQL; use a connector for each mode");
            }
        }
    }

    private static void oneOf(@Nullable String value, Set<String> allowed, String key, Problems problems) {
        if (value != null && !allowed.contains(value)) {
            problems.add(
                    key,
                    "'" + value + "' is not for this database; use one of "
                            + allowed.stream().sorted().toList());
        }
    }
}
