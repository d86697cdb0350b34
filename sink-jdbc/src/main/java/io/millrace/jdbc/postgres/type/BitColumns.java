/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres.type;

import io.millrace.sink.record.ColumnType;
import io.millrace.sink.wire.BitText;
import org.jspecify.annotations.Nullable;

/**
 * Values for {@code bit} and {@code bit varying}. Stateless.
 *
 * <p>Debezium sends no zeros in front of the first 1, and as length it sends the most bits that the source's column can
 * have. So what comes from a {@code bit(n)} is filled up to that; what comes from a {@code bit varying} cannot be, and its
 * zeros in front are gone.
 */
final class BitColumns {
    /** A cast to {@code bit(n)} would cut or fill up, and an assignment refuses. */
    static final String CAST = "varbit";

    private BitColumns() {}

    static @Nullable ValueText text(ColumnType type, PgType target) {
        return switch (type.kind()) {
            case BITS -> {
                int least = varies(type, target) ? 0 : Math.max(0, type.length());
                yield value -> BitText.of((byte[]) value, least);
            }
            case BOOLEAN -> value -> (Boolean) value ? "1" : "0";
            case STRING -> Object::toString;
            default -> null;
        };
    }

    /** Whether the source's column is one of bits of any number. */
    private static boolean varies(ColumnType type, PgType target) {
        if (type.sourceType() != null) {
            return type.sourceType().equalsIgnoreCase("VARBIT");
        }
        return target.name().equals("varbit") && target.modifier() == type.length();
    }
}
