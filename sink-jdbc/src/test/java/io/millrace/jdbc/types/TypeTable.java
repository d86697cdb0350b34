/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.types;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads {@code postgres-types.txt}, the table of all types of a PostgreSQL source. Its lines:
 *
 * <pre>
 * setup SQL                                        before anything else
 * group NAME                                       of the types that follow
 * type DECLARED                                    a type
 * sends PROFILES: SENT -> CREATED                  how it comes, and what column we make
 * refused PROFILES TARGETS: REASON                 an impossible pair of types
 * value SQL                                        one of its values
 * but PROFILES PHASES TARGETS = ARRIVAL ; REASON   what becomes of it, if not itself
 * </pre>
 *
 * {@code *} stands for all.
 */
final class TypeTable {
    private static final String FILE = "postgres-types.txt";

    private final List<String> setup = new ArrayList<>();
    private final List<SourceType> types = new ArrayList<>();
    private Group group = Group.FIXED;

    private TypeTable() {}

    static TypeTable read() {
        TypeTable table = new TypeTable();
        try (InputStream file = TypeTable.class.getResourceAsStream(FILE)) {
            for (String line : new String(file.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    table.add(line.strip());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table;
    }

    List<String> setup() {
        return setup;
    }

    List<SourceType> types() {
        return types;
    }

    private void add(String line) {
        int space = line.indexOf(' ');
        String rest = line.substring(space + 1).strip();
        switch (line.substring(0, space)) {
            case "setup" -> setup.add(rest);
            case "group" -> group = Group.valueOf(rest);
            case "type" -> types.add(new SourceType("t" + types.size(), rest, group));
            case "sends" -> sends(rest);
            case "refused" -> refused(rest);
            case "value" -> last().values().add(new SourceType.Value(rest, new ArrayList<>()));
            case "but" -> but(rest);
            default -> throw new IllegalArgumentException(line);
        }
    }

    private SourceType last() {
        return types.get(types.size() - 1);
    }

    private void sends(String rest) {
        int colon = rest.indexOf(':');
        int arrow = rest.lastIndexOf(" -> ");
        SourceType.Form form = new SourceType.Form(
                rest.substring(colon + 1, arrow).strip(),
                rest.substring(arrow + 4).strip());
        profiles(rest.substring(0, colon)).forEach(profile -> last().forms().put(profile, form));
    }

    private void refused(String rest) {
        int colon = rest.indexOf(':');
        String[] where = rest.substring(0, colon).split(" ", -1);
        last().refusals()
                .add(new SourceType.Refusal(
                        new SourceType.Ways(profiles(where[0]), SourceType.phases("*"), SourceType.targets(where[1])),
                        reason(rest.substring(colon + 1))));
    }

    private void but(String rest) {
        int equals = rest.indexOf(" = ");
        int semicolon = rest.lastIndexOf(" ; ");
        String[] where = rest.substring(0, equals).split(" ", -1);
        SourceType.Value value = last().values().get(last().values().size() - 1);
        value.deviations()
                .add(new SourceType.Deviation(
                        new SourceType.Ways(
                                profiles(where[0]), SourceType.phases(where[1]), SourceType.targets(where[2])),
                        rest.substring(equals + 3, semicolon),
                        reason(rest.substring(semicolon + 3))));
    }

    private static Reason reason(String name) {
        return Reason.valueOf(name.strip().toUpperCase(Locale.ROOT));
    }

    private static Set<Profile> profiles(String names) {
        Set<Profile> profiles = EnumSet.noneOf(Profile.class);
        if (names.equals("*")) {
            profiles.addAll(EnumSet.allOf(Profile.class));
        } else {
            Arrays.stream(names.split(",", -1)).map(Profile::valueOf).forEach(profiles::add);
        }
        return profiles;
    }
}
