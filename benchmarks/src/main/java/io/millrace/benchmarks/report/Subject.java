/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.report;

import io.millrace.benchmarks.Question;
import io.millrace.benchmarks.budget.BenchmarkCase;
import io.millrace.benchmarks.budget.BenchmarkCases;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the report says of a benchmark besides its figures. Immutable.
 *
 * @param title heading that it belongs under
 * @param question what it wants to know
 * @param order where it stands
 * @param label method and parameters, for people
 * @param peer whose code it is, or {@code null} if it is ours
 */
record Subject(String title, String question, int order, String label, @Nullable String peer) {
    static final Comparator<Measurement> ORDER = Comparator.comparingInt((Measurement each) -> of(each.subject()).order)
            .thenComparing(each -> each.subject().className());

    static Subject of(BenchmarkCase each) {
        Question question;
        try {
            question = Class.forName(each.className()).getAnnotation(Question.class);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(
                    "The results speak of " + each.className() + ", which is not there (any more)", e);
        }
        if (question == null) {
            throw new IllegalArgumentException(each.className() + " has no @Question");
        }
        String peer = BenchmarkCases.peer(each);
        StringBuilder label = new StringBuilder(words(each.method()));
        each.params().forEach((name, value) -> label.append(", ").append(shape(name, value)));
        return new Subject(question.title(), question.value(), question.order(), label.toString(), peer);
    }

    /** The names of data shapes speak for themselves; other values do not. */
    private static String shape(String name, String value) {
        String words = value.replace('_', ' ').toLowerCase(Locale.ROOT);
        return value.chars().anyMatch(Character::isUpperCase) ? words : words + " " + words(name);
    }

    private static String words(String camelCase) {
        return camelCase.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }
}
