/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.raw;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Column;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Decoded;
import io.millrace.sink.record.Delete;
import io.millrace.sink.record.Row;
import io.millrace.sink.record.RowShape;
import io.millrace.sink.record.Undecodable;
import io.millrace.sink.record.Upsert;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares what two ways of decoding have made of one record, down to the last value. Stateless. */
final class SameEvents {
    private SameEvents() {}

    static void assertSame(String what, @Nullable Decoded expected, @Nullable Decoded actual) {
        if (actual instanceof Undecodable failed && !(expected instanceof Undecodable)) {
            throw new AssertionError(what + ": " + failed.failure());
        }
        if (!(expected instanceof ChangeEvent left) || !(actual instanceof ChangeEvent right)) {
            assertThat(actual).as(what).isEqualTo(expected);
            return;
        }
        assertThat(right.getClass()).as(what).isEqualTo(left.getClass());
        assertThat(right.operation()).as(what).isEqualTo(left.operation());
        assertThat(right.origin()).as(what).isEqualTo(left.origin());
        assertThat(right.destination()).as(what).isEqualTo(left.destination());
        assertThat(right.sourceTimestamp()).as(what).isEqualTo(left.sourceTimestamp());
        assertThat(right.key()).as(what).isEqualTo(left.key());
        if (left.key() != null && right.key() != null) {
            assertThat(right.key().hashCode()).as(what).isEqualTo(left.key().hashCode());
            assertSameRow(what + ", key", left.key().row(), right.key().row());
        }
        assertSameRow(what, row(left), row(right));
    }

    private static @Nullable Row row(ChangeEvent event) {
        if (event instanceof Upsert upsert) {
            return upsert.row();
        }
        return event instanceof Delete delete ? delete.before() : null;
    }

    private static void assertSameRow(String what, @Nullable Row expected, @Nullable Row actual) {
        if (expected == null || actual == null) {
            assertThat(actual).as(what).isEqualTo(expected);
            return;
        }
        assertSameShape(what, expected.shape(), actual.shape());
        assertThat(actual.isPartial()).as(what).isEqualTo(expected.isPartial());
        for (int i = 0; i < expected.shape().size(); i++) {
            Column column = expected.shape().column(i);
            String where = what + ", " + column;
            assertThat(actual.isAbsent(i)).as(where).isEqualTo(expected.isAbsent(i));
            assertThat(actual.isNull(i)).as(where).isEqualTo(expected.isNull(i));
            assertSameValue(where, expected.objectAt(i), actual.objectAt(i));
            if (!expected.isAbsent(i) && !expected.isNull(i)) {
                assertSameTypedValue(where, expected, actual, i, column.type());
            }
        }
    }

    private static void assertSameTypedValue(String where, Row expected, Row actual, int i, ColumnType type) {
        switch (type.kind().storage()) {
            case BOOLEAN -> assertThat(actual.booleanAt(i)).as(where).isEqualTo(expected.booleanAt(i));
            case LONG -> assertThat(actual.longAt(i)).as(where).isEqualTo(expected.longAt(i));
            case DOUBLE -> assertThat(actual.doubleAt(i)).as(where).isEqualTo(expected.doubleAt(i));
            case DECIMAL -> assertThat(actual.decimalAt(i)).as(where).isEqualTo(expected.decimalAt(i));
            case STRING -> assertThat(actual.stringAt(i)).as(where).isEqualTo(expected.stringAt(i));
            case BYTES -> assertThat(actual.bytesAt(i)).as(where).isEqualTo(expected.bytesAt(i));
            case LIST -> assertSameValue(where, expected.listAt(i), actual.listAt(i));
            case MAP -> assertSameValue(where, expected.mapAt(i), actual.mapAt(i));
            case ROW -> assertSameRow(where, expected.rowAt(i), actual.rowAt(i));
            case OBJECT -> assertSameValue(where, expected.objectAt(i), actual.objectAt(i));
        }
    }

    private static void assertSameValue(String where, @Nullable Object expected, @Nullable Object actual) {
        if (expected instanceof Row left && actual instanceof Row right) {
            assertSameRow(where, left, right);
        } else if (expected instanceof List<?> left && actual instanceof List<?> right) {
            assertThat(right).as(where).hasSameSizeAs(left);
            for (int i = 0; i < left.size(); i++) {
                assertSameValue(where, left.get(i), right.get(i));
            }
        } else if (expected instanceof Map<?, ?> left && actual instanceof Map<?, ?> right) {
            assertThat(right.keySet()).as(where).isEqualTo(left.keySet());
            left.forEach((key, value) -> assertSameValue(where, value, right.get(key)));
        } else if (expected instanceof byte[] left && actual instanceof byte[] right) {
            assertThat(right).as(where).isEqualTo(left);
        } else if (isIntegral(expected) && isIntegral(actual)) {
            // Which class a whole number has nobody may rely on.
            assertThat(((Number) Objects.requireNonNull(actual)).longValue())
                    .as(where)
                    .isEqualTo(((Number) Objects.requireNonNull(expected)).longValue());
        } else {
            assertThat(actual).as(where).isEqualTo(expected);
        }
    }

    private static boolean isIntegral(@Nullable Object value) {
        return value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte;
    }

    private static void assertSameShape(String what, RowShape expected, RowShape actual) {
        assertThat(actual.name()).as(what).isEqualTo(expected.name());
        assertThat(actual.size()).as(what).isEqualTo(expected.size());
        for (int i = 0; i < expected.size(); i++) {
            Column left = expected.column(i);
            Column right = actual.column(i);
            assertThat(right.name()).as(what).isEqualTo(left.name());
            assertThat(right.optional()).as(what + ", " + left).isEqualTo(left.optional());
            assertSameType(what + ", " + left, left.type(), right.type());
        }
    }

    private static void assertSameType(String what, @Nullable ColumnType expected, @Nullable ColumnType actual) {
        if (expected == null || actual == null) {
            assertThat(actual).as(what).isEqualTo(expected);
            return;
        }
        assertThat(bare(actual)).as(what).isEqualTo(bare(expected));
        assertSameType(what, expected.element(), actual.element());
        assertSameType(what, expected.mapKey(), actual.mapKey());
        if (expected.fields() != null && actual.fields() != null) {
            assertSameShape(what, expected.fields(), actual.fields());
        } else {
            assertThat(actual.fields()).as(what).isEqualTo(expected.fields());
        }
    }

    private static ColumnType bare(ColumnType type) {
        return new ColumnType(
                type.kind(),
                type.semanticName(),
                type.length(),
                type.precision(),
                type.scale(),
                type.unit(),
                null,
                null,
                null,
                type.allowed(),
                type.source());
    }
}
