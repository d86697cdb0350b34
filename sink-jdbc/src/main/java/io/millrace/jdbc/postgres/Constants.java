/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.SoftDelete;
import io.millrace.jdbc.batch.PlanException;
import io.millrace.jdbc.postgres.type.PgColumn;
import io.millrace.jdbc.postgres.type.PgType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What every row gets in the columns that mark deleted rows. Stateless. */
final class Constants {
    private Constants() {}

    /** By column, as SQL, for rows that are there. */
    static Map<String, String> present(PgTable table, Optional<SoftDelete> soft) throws PlanException {
        Map<String, String> constants = flags(table, soft, false);
        PgColumn time = column(table, soft.flatMap(SoftDelete::time));
        if (time != null) {
            constants.put(time.name(), "NULL");
        }
        return constants;
    }

    /** By column, as SQL, for rows that are deleted; when, each event says itself. */
    static Map<String, String> deleted(PgTable table, Optional<SoftDelete> soft) throws PlanException {
        return flags(table, soft, true);
    }

    /** By column, as SQL, for all rows of a table that the source has emptied just now. */
    static Map<String, String> truncated(PgTable table, Optional<SoftDelete> soft) throws PlanException {
        Map<String, String> constants = flags(table, soft, true);
        PgColumn time = column(table, soft.flatMap(SoftDelete::time));
        if (time != null) {
            constants.put(time.name(), "now()");
        }
        return constants;
    }

    private static Map<String, String> flags(PgTable table, Optional<SoftDelete> soft, boolean deleted)
            throws PlanException {
        Map<String, String> constants = new LinkedHashMap<>();
        PgColumn flag = column(table, soft.flatMap(SoftDelete::flag));
        String value = flag == null ? null : flag(flag.type(), deleted);
        if (flag != null && value != null) {
            constants.put(flag.name(), value);
        }
        return constants;
    }

    private static @Nullable PgColumn column(PgTable table, Optional<String> name) throws PlanException {
        return name.isPresent() ? table.column(name.get()) : null;
    }

    /** A flag of some type as SQL, or {@code null} if the type is not made for flags. */
    static @Nullable String flag(PgType type, boolean deleted) {
        return switch (type.name()) {
            case "bool" -> deleted ? "true" : "false";
            case "int2", "int4", "int8" -> deleted ? "1" : "0";
            case "text", "varchar", "bpchar", "citext" -> deleted ? "'true'" : "'false'";
            default -> null;
        };
    }
}
