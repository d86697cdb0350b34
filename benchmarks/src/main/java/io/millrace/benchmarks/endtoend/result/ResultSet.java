/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.result;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that one run of the harness has found, as it stands in a file. Immutable.
 *
 * @param format of the file, for readers to come
 * @param facts where, when and how, for people
 * @param scenarios what was done, by its id
 * @param subjects who was measured, by id
 * @param runs all measurements in the order in which they were made
 */
public record ResultSet(
        int format,
        Map<String, String> facts,
        Map<String, String> scenarios,
        Map<String, SubjectFacts> subjects,
        List<Run> runs) {
    /** The format that is written. */
    public static final int FORMAT = 1;

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** Copies the collections. */
    public ResultSet {
        facts = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        scenarios = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(scenarios));
        subjects = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(subjects));
        runs = List.copyOf(runs);
    }

    /**
     * Who was measured.
     *
     * @param label for people
     * @param kind {@code ours}, {@code peer} or {@code limit}
     * @param settings what differs from defaults
     */
    public record SubjectFacts(String label, String kind, String settings) {}

    /**
     * Writes the file.
     *
     * @param file where to
     * @throws IOException if it cannot be written
     */
    public void write(Path file) throws IOException {
        JSON.writeValue(file.toFile(), this);
    }

    /**
     * Reads a file.
     *
     * @param file where from
     * @return what it holds
     * @throws IOException if it cannot be read, or is none of these
     */
    public static ResultSet read(Path file) throws IOException {
        ResultSet read = JSON.readValue(file.toFile(), ResultSet.class);
        if (read.format != FORMAT) {
            throw new IOException(file + " has the format " + read.format + "; this program knows " + FORMAT);
        }
        return read;
    }

    /**
     * A figure of all runs that count.
     *
     * @param scenario its id
     * @param subject its id
     * @param figure its name
     * @return values by round, in order; empty if there are none
     */
    public Map<Integer, Double> values(String scenario, String subject, String figure) {
        Map<Integer, Double> values = new LinkedHashMap<>();
        for (Run run : runs) {
            Double value = run.figures().get(figure);
            if (run.counts() && run.scenario().equals(scenario) && run.subject().equals(subject) && value != null) {
                values.put(run.round(), value);
            }
        }
        return values;
    }

    /**
     * Ratios of a figure of two subjects, round by round.
     *
     * @param scenario its id
     * @param subject id of the one
     * @param other id of what it is divided by
     * @param figure its name
     * @return the spread of the ratios, of nothing if there are none
     */
    public Spread ratio(String scenario, String subject, String other, String figure) {
        Map<Integer, Double> others = values(scenario, other, figure);
        List<Double> ratios = new ArrayList<>();
        values(scenario, subject, figure).forEach((round, value) -> {
            Double divisor = others.get(round);
            if (divisor != null) {
                ratios.add(value / divisor);
            }
        });
        return Spread.of(ratios);
    }

    /**
     * How a figure spreads.
     *
     * @param scenario its id
     * @param subject its id
     * @param figure its name
     * @return the spread, of nothing if there are no values
     */
    public Spread spread(String scenario, String subject, String figure) {
        return Spread.of(values(scenario, subject, figure).values());
    }

    /**
     * Who was measured in a scenario, in the order of the first measurement.
     *
     * @param scenario its id
     * @return ids
     */
    public List<String> subjectsOf(String scenario) {
        List<String> found = new ArrayList<>();
        for (Run run : runs) {
            if (run.counts() && run.scenario().equals(scenario) && !found.contains(run.subject())) {
                found.add(run.subject());
            }
        }
        return found;
    }
}
