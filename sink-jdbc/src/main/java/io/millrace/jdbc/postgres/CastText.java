/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.postgres.Binding.Wire;
import io.millrace.sink.record.Kind;
import io.millrace.sink.record.Row;
import io.millrace.sink.wire.WireBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bindings of text to columns of some other type: the server reads what the text says. That goes for every type there is
 * (inet, ranges, enumerations, timestamps with zone...), but not where it would lose something in silence. Stateless.
 */
final class CastText {
    /** Reading text as bytes has several forms, and a source's base64 is none of them. */
    private static final Set<String> REFUSED = Set.of("bytea");

    private static final Set<String> ZONELESS = Set.of("timestamp", "time", "date");
    private static final Set<String> WITH_FRACTION = Set.of("timestamp", "timestamptz", "time", "timetz");
    private static final int LENGTH_OF_DATE = 10;

    private CastText() {}

    static @Nullable Binding binding(Field field) {
        PgType target = field.target().type();
        Kind kind = field.type().kind();
        boolean zoned = kind == Kind.ZONED_TIMESTAMP || kind == Kind.ZONED_TIME;
        boolean zoneless = ZONELESS.contains(target.name());
        if (REFUSED.contains(target.name()) || (zoned && zoneless)) {
            return null;
        }
        if (zoneless || WITH_FRACTION.contains(target.name())) {
            return new Binding(
                    Wire.TEXT, target.sql(), (row, column, out) -> writeTemporal(field, row, column, zoneless, out));
        }
        return new Binding(Wire.TEXT, target.sql(), FieldEncoders.stringEncoder(field));
    }

    /** A cast to a type without zone drops the zone, and an assignment to fewer digits rounds: both without a word. */
    private static void writeTemporal(Field field, Row row, int column, boolean zoneless, WireBuffer out) {
        String value = row.stringAt(column);
        if (zoneless && hasZone(value)) {
            throw field.bad("zone-lost", "the text has a zone, which the column cannot keep");
        }
        int most = field.target().type().fractionDigits();
        if (fractionDigits(value) > most) {
            throw field.bad("out-of-range", "the value's fraction of a second has more than " + most + " digits");
        }
        FieldEncoders.writeText(field, value, out);
    }

    private static boolean hasZone(String value) {
        char last = value.isEmpty() ? ' ' : value.charAt(value.length() - 1);
        return last == 'Z' || last == 'z' || value.indexOf('+', 1) > 0 || value.indexOf('-', LENGTH_OF_DATE) > 0;
    }

    /** Digits of the fraction, trailing zeros aside. */
    private static int fractionDigits(String value) {
        int digits = 0;
        int point = value.indexOf('.');
        for (int i = point + 1; point >= 0 && i < value.length() && Character.isDigit(value.charAt(i)); i++) {
            if (value.charAt(i) != '0') {
                digits = i - point;
            }
        }
        return digits;
    }
}
