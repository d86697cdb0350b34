/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.control;

import io.millrace.dlq.LetterId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Commands as bytes. Stateless and thread-safe. */
public final class CommandCodec {
    private CommandCodec() {}

    /** The value of a command's record; its key is the plan. */
    public static byte[] encode(Command command) {
        return JsonText.object(json -> {
            json.field("plan", command.plan())
                    .field("connector", command.connector())
                    .field("action", command.action())
                    .object("selection", inner -> encode(inner, command.selection()))
                    .object("options", inner -> encode(inner, command.options()));
            if (!command.edits().isEmpty()) {
                json.objects("edits", command.edits(), (inner, edit) -> inner.field(
                                "letter", edit.letter().value())
                        .field("value", base64(edit.value()))
                        .field("key", base64(edit.key())));
            }
            json.field("by", command.by()).field("reason", command.reason()).field("at", command.at());
        });
    }

    private static void encode(JsonText json, Selection selection) throws IOException {
        if (!selection.ids().isEmpty()) {
            json.texts("ids", selection.ids());
        }
        json.field("fingerprint", selection.fingerprint())
                .field("code", selection.code())
                .field("target", selection.target())
                .field("topic", selection.topic())
                .field("partition", selection.partition())
                .field("fromOffset", selection.fromOffset())
                .field("toOffset", selection.toOffset());
        if (!selection.keys().isEmpty()) {
            json.texts("keys", selection.keys());
        }
        if (!selection.until().isEmpty()) {
            json.object("until", inner -> {
                for (Map.Entry<Integer, Long> end : selection.until().entrySet()) {
                    inner.field(end.getKey().toString(), end.getValue());
                }
            });
        }
    }

    private static void encode(JsonText json, ReplayOptions options) throws IOException {
        json.field("dryRun", options.dryRun())
                .field("canary", options.canary())
                .field("ratePerSecond", options.ratePerSecond())
                .field("stopIfFailedRatio", options.stopIfFailedRatio())
                .field("stopIfFailed", options.stopIfFailed());
    }

    private static @Nullable String base64(byte @Nullable [] bytes) {
        return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
    }

    /**
     * Reads a command.
     *
     * @throws IllegalArgumentException if the bytes are not a command that this version can carry out
     */
    public static Command decode(byte[] value) {
        JsonFields json = JsonFields.parse(value);
        JsonFields selection = json.fieldsOrNull("selection");
        JsonFields options = json.fieldsOrNull("options");
        List<Edit> edits = new ArrayList<>();
        for (JsonFields edit : json.objects("edits")) {
            edits.add(new Edit(new LetterId(edit.text("letter")), bytes(edit, "value"), bytes(edit, "key")));
        }
        return new Command(
                json.text("plan"),
                json.text("connector"),
                json.constant(Action.class, "action"),
                selection == null ? Selection.ALL : selection(selection),
                options == null ? ReplayOptions.NONE : options(options),
                edits,
                json.text("by"),
                json.textOrNull("reason"),
                json.number("at"));
    }

    private static byte @Nullable [] bytes(JsonFields json, String name) {
        String text = json.textOrNull(name);
        return text == null ? null : Base64.getDecoder().decode(text);
    }

    private static Selection selection(JsonFields json) {
        Set<LetterId> ids = new LinkedHashSet<>();
        for (String id : json.texts("ids")) {
            ids.add(new LetterId(id));
        }
        Map<Integer, Long> until = new HashMap<>();
        JsonFields ends = json.fieldsOrNull("until");
        if (ends != null) {
            for (String partition : ends.names()) {
                until.put(Integer.valueOf(partition), ends.number(partition));
            }
        }
        Long partition = json.numberOrNull("partition");
        Set<KeyIdentity> keys = new LinkedHashSet<>();
        for (String key : json.texts("keys")) {
            keys.add(KeyIdentity.parse(key));
        }
        return new Selection(
                ids,
                json.textOrNull("fingerprint"),
                json.textOrNull("code"),
                json.textOrNull("target"),
                json.textOrNull("topic"),
                partition == null ? null : partition.intValue(),
                json.numberOrNull("fromOffset"),
                json.numberOrNull("toOffset"),
                keys,
                until);
    }

    private static ReplayOptions options(JsonFields json) {
        Long stopIfFailed = json.numberOrNull("stopIfFailed");
        return new ReplayOptions(
                json.isTrue("dryRun"),
                (int) json.number("canary", 0),
                json.decimalOrNull("ratePerSecond"),
                json.decimalOrNull("stopIfFailedRatio"),
                stopIfFailed == null ? null : stopIfFailed.intValue());
    }
}
