/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.types;

import io.millrace.jdbc.types.SourceType.Form;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The table of types of a PostgreSQL source as a section of the documentation. Stateless. */
public final class SourceTypesSection {
    private SourceTypesSection() {}

    /** Markdown: one line for each type, and the remarks. */
    public static String text() {
        StringBuilder text = new StringBuilder();
        text.append("| source column | sent as | column we create | not kept |\n| --- | --- | --- | --- |\n");
        Set<Reason> used = EnumSet.noneOf(Reason.class);
        for (SourceType type : TypeTable.read().types()) {
            Set<Reason> reasons = reasons(type);
            used.addAll(reasons);
            text.append(line(type, reasons));
        }
        text.append('\n');
        used.forEach(reason ->
                text.append(number(reason)).append(". ").append(reason.words()).append(".\n"));
        return text.toString();
    }

    private static int number(Reason reason) {
        return reason.ordinal() + 1;
    }

    private static Set<Reason> reasons(SourceType type) {
        Set<Reason> reasons = EnumSet.noneOf(Reason.class);
        type.refusals().forEach(refusal -> reasons.add(refusal.reason()));
        type.values().forEach(value -> value.deviations().forEach(deviation -> reasons.add(deviation.reason())));
        return reasons;
    }

    private static String line(SourceType type, Set<Reason> reasons) {
        Map<Form, List<Profile>> forms = new LinkedHashMap<>();
        type.forms().forEach((profile, form) -> forms.computeIfAbsent(form, same -> new ArrayList<>())
                .add(profile));
        boolean sentAlike = forms.keySet().stream().map(Form::sent).distinct().count() == 1;
        boolean madeAlike =
                forms.keySet().stream().map(Form::created).distinct().count() == 1;
        List<String> sent = new ArrayList<>();
        List<String> created = new ArrayList<>();
        forms.forEach((form, profiles) -> {
            String when = forms.size() == 1 ? "" : " (" + when(type, profiles) + ")";
            sent.add(form.sent() + (sentAlike ? "" : when));
            created.add(form.created() + (sentAlike ? when : ""));
        });
        String numbers =
                reasons.stream().map(reason -> Integer.toString(number(reason))).collect(Collectors.joining(", "));
        return "| `" + type.declared() + "` | " + (sentAlike ? sent.get(0) : String.join("<br>", sent)) + " | "
                + (madeAlike ? created.get(0) : String.join("<br>", created)) + " | " + numbers + " |\n";
    }

    private static String when(SourceType type, List<Profile> profiles) {
        return profiles.stream().map(type::when).distinct().collect(Collectors.joining(", "));
    }
}
