/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.types;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One type of a PostgreSQL source: values of it, how they are sent, and where they arrive otherwise than they were. */
final class SourceType {
    /** When a row is read. */
    enum Phase {
        SNAPSHOT,
        STREAM
    }

    /** Which table it is written to. */
    enum Target {
        /** One with a column of the source's type. */
        SAME,
        /** One that the sink creates. */
        MADE
    }

    /**
     * How values come.
     *
     * @param sent Connect's type and the semantic name, or {@code nothing}
     * @param created type of the column that we make, or {@code none}
     */
    record Form(String sent, String created) {}

    /** Some of all ways from a source to a target. */
    record Ways(Set<Profile> profiles, Set<Phase> phases, Set<Target> targets) {
        boolean contains(Profile profile, Phase phase, Target target) {
            return profiles.contains(profile) && phases.contains(phase) && targets.contains(target);
        }
    }

    /**
     * What arrives on some ways otherwise than it was.
     *
     * @param arrival text of the value, {@code NULL}, or a letter's code behind {@code !}
     * @param reason why that cannot be helped
     */
    record Deviation(Ways ways, String arrival, Reason reason) {}

    /** A value and its deviations. */
    record Value(String sql, List<Deviation> deviations) {
        /** The first that is about this way. */
        Optional<Deviation> on(Profile profile, Phase phase, Target target) {
            return deviations.stream()
                    .filter(deviation -> deviation.ways.contains(profile, phase, target))
                    .findFirst();
        }
    }

    /** Pairs of types that are refused when they are first seen. */
    record Refusal(Ways ways, Reason reason) {}

    private final String table;
    private final String declared;
    private final Group group;
    private final List<Value> values = new ArrayList<>();
    private final Map<Profile, Form> forms = new EnumMap<>(Profile.class);
    private final List<Refusal> refusals = new ArrayList<>();

    SourceType(String table, String declared, Group group) {
        this.table = table;
        this.declared = declared;
        this.group = group;
    }

    static Set<Phase> phases(String names) {
        return names.equals("*") ? EnumSet.allOf(Phase.class) : EnumSet.of(Phase.valueOf(names));
    }

    static Set<Target> targets(String names) {
        return names.equals("*") ? EnumSet.allOf(Target.class) : EnumSet.of(Target.valueOf(names));
    }

    String table() {
        return table;
    }

    String declared() {
        return declared;
    }

    boolean isReadBy(Profile profile) {
        return profile.reads(group);
    }

    List<Value> values() {
        return values;
    }

    Map<Profile, Form> forms() {
        return forms;
    }

    List<Refusal> refusals() {
        return refusals;
    }

    Form form(Profile profile) {
        Form form = forms.get(profile);
        if (form == null) {
            throw new IllegalStateException("The table does not say how " + profile + " sends " + declared);
        }
        return form;
    }

    Optional<Refusal> refusal(Profile profile, Target target) {
        return refusals.stream()
                .filter(refusal -> refusal.ways.contains(profile, Phase.SNAPSHOT, target))
                .findFirst();
    }

    /** The setting that makes a profile send the type as it does, as the documentation says it. */
    String when(Profile profile) {
        String value = group.setting() == null ? null : profile.settings().get(group.setting());
        if (value != null) {
            return "`" + value + "`";
        }
        return profile == Profile.BEST ? "as recommended" : "by default";
    }
}
