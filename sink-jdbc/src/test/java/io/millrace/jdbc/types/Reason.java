/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.types;

/** Why a value does not arrive as it was, as the documentation says it. */
enum Reason {
    JSON_FLOAT("`NaN`, the infinities and `-0` become 0 in Connect's JsonConverter; Avro keeps them"),
    NAN("`NaN` and infinities are sent as NULL; `decimal.handling.mode=string` keeps them"),
    NAN_IN_ARRAY("An array with `NaN` is sent as NULL"),
    SCALE("Zeros at the end are not sent: give the column a scale, or set `decimal.handling.mode=string`"),
    DOUBLE("`decimal.handling.mode=double` keeps 15 digits"),
    LEADING_ZEROS("Zeros in front of bits of varying length are not sent"),
    WIDTH("Without `column.propagate.source.type` bits of varying length come as of fixed length"),
    XML_DECLARATION("The XML declaration is not sent"),
    NAME("While streaming, the source sends NULL unless `include.unknown.datatypes=true`"),
    DIMENSIONS("Inner arrays are sent as NULL, or as their address in memory, which is refused (`dimensions-lost`)"),
    BOUNDS("Lower bounds of arrays are not sent"),
    NULL_ELEMENT("An array with a NULL in it is sent as NULL"),
    BIT_ARRAY("The source takes the array for bits and sends NULL"),
    DOMAIN_ARRAY("Sent as an array of bytes, which is refused: leave the column out at the source"),
    BYTES("Text of a type that the source does not know, as bytes: create the column by hand"),
    ENCODED("With another `binary.handling.mode` than `bytes` text is sent, which a `bytea` column refuses"),
    AS_JSON("Without the extension's type we make JSON of it: create the column by hand"),
    OLD_DATES("A snapshot, and any array, sends dates before 1582-10-15 by the old calendar and drops `BC`"),
    UTC("Sent in UTC: the same moment, the zone is lost"),
    END_OF_DAY("`24:00:00` is sent as `00:00:00`"),
    TIME_ARRAY("Arrays of times are cut to milliseconds, those with zone to seconds, `24:00:00` to `00:00:00`"),
    ISO_TEXT("`isostring` needs a column that is there: a text column keeps ISO-8601 as it was sent"),
    MILLIS("`time.precision.mode=connect` cuts to milliseconds"),
    MICROS("Later than the year 294247, microseconds overflow at the source: refused (`out-of-range`)"),
    NANOS("Nanoseconds reach from 1677 to 2262; everything else is sent as NULL"),
    APPROXIMATE("A number of microseconds, with months of 30.44 days: set `interval.handling.mode=string`"),
    INFINITE_INTERVAL("An infinite interval is sent as 0");

    private final String words;

    Reason(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
