/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** One line for each cause: what has to be put right, and how much hangs on it. */
@Command(
        name = "groups",
        mixinStandardHelpOptions = true,
        description = "Causes by their fingerprints: one thing to put right each.")
final class GroupsCommand extends LetterCommand {
    @Mixin
    LetterFilter filter = new LetterFilter();

    GroupsCommand(Main.Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int run(Cluster cluster) {
        long now = now();
        List<Group> groups = Group.of(letters(cluster).all().stream()
                .filter(letter -> filter.matches(letter, now))
                .toList());
        print(
                groups,
                GroupsCommand::fields,
                new Table("GROUP", "LETTERS", "CLASS", "CODE", "TARGET", "FIRST", "LAST", "CAUSE"),
                GroupsCommand::cells);
        return ExitCodes.OK;
    }

    private static Object[] cells(Group group) {
        return new Object[] {
            group.sample.fingerprint().value(),
            group.count,
            group.sample.failureClass(),
            group.sample.code(),
            group.sample.destination() == null ? "-" : group.sample.destination(),
            Times.show(group.first),
            Times.show(group.last),
            group.sample.fingerprint().title()
        };
    }

    private static Map<String, Object> fields(Group group) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("fingerprint", group.sample.fingerprint().value());
        fields.put("title", group.sample.fingerprint().title());
        fields.put("letters", group.count);
        fields.put("class", group.sample.failureClass().name());
        fields.put("code", group.sample.code().value());
        fields.put("target", group.sample.destination());
        fields.put("topics", group.topics.stream().sorted().toList());
        fields.put("keys", group.keys.size());
        fields.put("first", group.first);
        fields.put("last", group.last);
        fields.put("sample", group.sample.id().value());
        return fields;
    }
}
