/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.cli.Ledger.OpenKey;
import io.millrace.dlq.control.KeyEntry;
import io.millrace.dlq.control.KeyState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Keys with open letters. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = "Keys with open letters, by their hashes, from the ledger.")
final class KeysCommand extends LetterCommand {
    @Option(names = "--state", paramLabel = "STATE", description = "Only those in a state: ${COMPLETION-CANDIDATES}.")
    @Nullable
    KeyState state;

    KeysCommand(Main.Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int run(Cluster cluster) {
        Ledger ledger = Ledger.read(cluster, progress());
        if (!ledger.exists()) {
            if (ledger.isElsewhere()) {
                throw DlqException.notFound(Ledger.elsewhere(cluster) + ". There, ask: SELECT entry FROM"
                        + " millrace_letters_ledger WHERE key LIKE 'K:%' AND (entry->>'letters')::int > 0");
            }
            throw DlqException.notFound(
                    "there is no ledger '" + cluster.control().ledger() + "': the connector keeps no order of keys");
        }
        List<OpenKey> keys = ledger.openKeys().stream()
                .filter(key -> state == null || state == key.entry().state())
                .filter(key -> options.connector == null
                        || options.connector.equals(key.entry().connector()))
                .toList();
        print(
                keys,
                KeysCommand::fields,
                new Table("KEY", "STATE", "POLICY", "TARGET", "FROM", "THROUGH", "LETTERS", "GROUP", "SINCE"),
                KeysCommand::cells);
        return ExitCodes.OK;
    }

    private static Object[] cells(OpenKey open) {
        KeyEntry key = open.entry();
        return new Object[] {
            key.identity(),
            key.state(),
            key.policy(),
            key.destination() == null ? "-" : key.destination(),
            key.topic() + "-" + key.partition() + "@" + key.from(),
            key.parkedThrough() == KeyEntry.NONE ? "-" : key.parkedThrough(),
            open.letters(),
            key.fingerprint() == null ? "-" : key.fingerprint(),
            Times.show(key.at())
        };
    }

    private static Map<String, Object> fields(OpenKey open) {
        KeyEntry key = open.entry();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("key", key.identity().toString());
        fields.put("state", key.state().name());
        fields.put("policy", key.policy().name());
        fields.put("connector", key.connector());
        fields.put("target", key.destination());
        fields.put("topic", key.topic());
        fields.put("partition", key.partition());
        fields.put("from", key.from());
        fields.put("applied", key.applied());
        fields.put("parkedThrough", key.parkedThrough());
        fields.put("letters", open.letters());
        fields.put("fingerprint", key.fingerprint());
        fields.put("at", key.at());
        return fields;
    }
}
