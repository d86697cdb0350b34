/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Table TABLE = new Table("t", List.of("id"), columns());

    private static Map<String, Form> columns() {
        Map<String, Form> columns = new LinkedHashMap<>();
        columns.put("id", Form.of("int8", false));
        columns.put("price", Form.of("numeric", true));
        columns.put("discount", Form.of("numeric", false));
        columns.put("at", Form.of("timestamptz", false));
        columns.put("photo", Form.of("bytea", false));
        columns.put("specs", Form.of("jsonb", false));
        return columns;
    }

    @Test
    void sameValuesInAnotherSpelling_areEqual() {
        Comparison result = compare(
                """
                {"id": 1, "price": 1.50, "discount": 0.10, "at": "2026-01-02T03:04:05.06+00:00", "photo": "\\\\x01ff",
                 "specs": {"a": 1.0, "b": ["x", null]}}""",
                """
                {"specs": {"b": ["x", null], "a": 1}, "photo": "Af8=", "at": "2026-01-02T04:04:05.060+01:00",
                 "discount": 0.1, "price": 1.50, "id": 1}""");

        assertThat(result.differences()).isEmpty();
        assertThat(result.equal()).isTrue();
    }

    @Test
    void anyOtherValue_isADifference() {
        assertDiffers("\"price\": 1.50", "\"price\": 1.5", "price is 1.50 in the source and 1.5 in the target");
        assertDiffers(
                "\"discount\": 0.12345678901234567890",
                "\"discount\": 0.12345678901234568",
                "discount is 0.1234567890123456789 in the source and 0.12345678901234568 in the target");
        assertDiffers(
                "\"at\": \"2026-01-02T03:04:05.000001Z\"",
                "\"at\": \"2026-01-02T03:04:05Z\"",
                "at is 2026-01-02T03:04:05.000001Z in the source and 2026-01-02T03:04:05Z in the target");
        assertDiffers(
                "\"photo\": \"\\\\x01ff\"",
                "\"photo\": \"Af4=\"",
                "photo is 01ff in the source and 01fe in the target");
        assertDiffers(
                "\"specs\": null", "\"specs\": \"null\"", "specs is NULL in the source and \"null\" in the target");
        assertDiffers("\"specs\": [1, 2]", "\"specs\": [2, 1]", "specs is [1,2] in the source and [2,1] in the target");
        assertDiffers("\"specs\": \"1\"", "\"specs\": 1", "specs is \"1\" in the source and 1 in the target");
    }

    @Test
    void columnThatIsNotThere_isNotNull() {
        assertDiffers("\"specs\": null", "\"other\": 1", "other is not there in the source and 1 in the target");
        assertDiffers("\"specs\": null", "\"other\": 1", "specs is NULL in the source and not there in the target");
    }

    @Test
    void longValues_areShownWhereTheyDiffer() {
        String same = "x".repeat(500);
        Comparison result =
                compare("{\"id\": 1, \"specs\": \"" + same + "A\"}", "{\"id\": 1, \"specs\": \"" + same + "B\"}");

        assertThat(result.differences()).singleElement().satisfies(difference -> assertThat(difference.what())
                .hasSizeLessThan(200)
                .contains("xA\"")
                .contains("xB\""));
    }

    @Test
    void rowsOnOneSide_areFoundByKey() {
        TableRows source = rows("{\"id\": 1}", "{\"id\": 2}");
        TableRows target = rows("{\"id\": 2}", "{\"id\": 3}");

        assertThat(Comparison.of(TABLE, source, target).differences())
                .extracting(Difference::toString)
                .containsExactly("t id=1: is missing in the target", "t id=3: is in the target alone");
    }

    private static void assertDiffers(String source, String target, String what) {
        assertThat(compare("{\"id\": 1, " + source + "}", "{\"id\": 1, " + target + "}")
                        .differences())
                .extracting(Difference::what)
                .contains(what);
    }

    private static Comparison compare(String source, String target) {
        return Comparison.of(TABLE, rows(source), rows(target));
    }

    private static TableRows rows(String... json) {
        TableRows rows = new TableRows(TABLE);
        for (String row : json) {
            rows.put(CanonicalJson.read(row));
        }
        return rows;
    }
}
