/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart.shop;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Random values of the store, awkward ones among them. Confined to one thread; the same seed gives the same values. */
final class Words {
    private static final List<String> FIRST =
            List.of("Ada", "Björn", "Chloé", "Dmitri", "Emeka", "Fatima", "美咲", "Zoë");
    private static final List<String> LAST = List.of("O'Brien", "Müller", "Nguyen", "Łukasik", "García", "de Vries");
    private static final List<String> BIKES = List.of("Gravel", "Tandem", "Cargo", "Touring", "Track", "Folding");
    private static final List<String> TAGS = List.of("commuter", "racer", "a,b", "{braces}", "say \"hi\"", "日本", "");
    private static final List<String> COLOURS =
            List.of("red", "signal yellow", "British racing green", "NULL", "schwarz");
    private static final int SMALLEST_TEXT = 3_000;
    private static final int TEXT_RANGE = 3_000;

    private final RandomGenerator random;

    Words(RandomGenerator random) {
        this.random = random;
    }

    String person() {
        return any(FIRST) + " " + any(LAST);
    }

    String bike() {
        return any(BIKES) + " " + (1 + random.nextInt(99));
    }

    BigDecimal money(int most) {
        return BigDecimal.valueOf(random.nextLong(most * 100L), 2);
    }

    /** A discount with as many digits behind the point as it pleases. */
    BigDecimal discount() {
        return BigDecimal.valueOf(random.nextLong(1_000_000), random.nextInt(12));
    }

    LocalDate birthday() {
        return LocalDate.ofEpochDay(random.nextInt(-25_000, 13_000));
    }

    /** Microseconds, as finely as PostgreSQL keeps them. */
    Instant moment() {
        return Instant.ofEpochSecond(1_700_000_000L + random.nextInt(50_000_000), random.nextInt(1_000_000) * 1_000L);
    }

    String[] tags() {
        return several(TAGS, 4);
    }

    String[] colours() {
        return several(COLOURS, 3);
    }

    String preferences() {
        return """
                {"theme": "%s", "letters": {"weekly": %b, "days": [%d, %d]}, "motto": "\\"ride\\" \\n on"}"""
                .formatted(chance(50) ? "dark" : "light", chance(50), random.nextInt(7), random.nextInt(7));
    }

    /** With a number that no floating-point type can hold. */
    String specs() {
        return """
                {"gears": %d, "ratio": 3.%018d1, "brakes": %s, "frame": {"size": "%d cm"}}"""
                .formatted(
                        1 + random.nextInt(24),
                        random.nextLong(1_000_000_000_000_000_000L),
                        chance(80) ? "\"disc\"" : "null",
                        48 + random.nextInt(14));
    }

    byte[] thumbnail() {
        byte[] bytes = new byte[16 + random.nextInt(48)];
        random.nextBytes(bytes);
        return bytes;
    }

    UUID barcode() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    /** Longer than a page of the database likes, so that it is stored out of line. */
    String description() {
        int length = SMALLEST_TEXT + random.nextInt(TEXT_RANGE);
        StringBuilder text = new StringBuilder(length + 20);
        while (text.length() < length) {
            text.append(any(BIKES))
                    .append(' ')
                    .append(Integer.toHexString(random.nextInt()))
                    .append(", ");
        }
        return text.toString();
    }

    @Nullable
    String note() {
        return chance(50) ? null : chance(80) ? "ring twice" : description();
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    int upTo(int most) {
        return 1 + random.nextInt(most);
    }

    private String[] several(List<String> values, int most) {
        return IntStream.range(0, random.nextInt(most + 1))
                .mapToObj(index -> any(values))
                .collect(Collectors.toList())
                .toArray(String[]::new);
    }
}
