/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.control;

import io.millrace.dlq.LetterId;
import org.jspecify.annotations.Nullable;

/** Entries of the ledger as bytes. Stateless and thread-safe. */
public final class LedgerCodec {
    private LedgerCodec() {}

    /** The value of an entry's record. */
    public static byte[] encode(LedgerEntry entry) {
        return JsonText.object(json -> {
            json.field("connector", entry.connector());
            json.field("topic", entry.topic());
            json.field("partition", entry.partition());
            if (entry instanceof KeyEntry key) {
                encode(json, key);
            } else if (entry instanceof LetterEntry letter) {
                encode(json, letter);
            } else if (entry instanceof OwnerEntry owner) {
                json.field("task", owner.task()).field("confirmed", owner.confirmed());
            }
            json.field("epoch", entry.epoch()).field("at", entry.at());
        });
    }

    private static void encode(JsonText json, KeyEntry key) throws java.io.IOException {
        json.field("state", key.state())
                .field("policy", key.policy())
                .field("destination", key.destination())
                .field("from", key.from())
                .field("applied", key.applied())
                .field("pending", key.pending())
                .field("parkedThrough", key.parkedThrough())
                .field("letters", key.letters())
                .field("fingerprint", key.fingerprint());
    }

    private static void encode(JsonText json, LetterEntry letter) throws java.io.IOException {
        json.field("status", letter.status())
                .field("attempts", letter.attempts())
                .field("identity", letter.identity())
                .field("policy", letter.policy())
                .field("destination", letter.destination())
                .field("offset", letter.offset())
                .field("revision", letter.revision())
                .field("plan", letter.plan())
                .field("reason", letter.reason())
                .field("by", letter.by());
    }

    /**
     * Reads an entry.
     *
     * @return {@code null} if the key is not one of an entry, as a later version might write
     * @throws IllegalArgumentException if the value is not what the key says
     */
    public static @Nullable LedgerEntry decode(String key, byte[] value) {
        try {
            if (key.startsWith("K:")) {
                return key(KeyIdentity.parse(key.substring(2)), JsonFields.parse(value));
            }
            if (key.startsWith("L:")) {
                return letter(new LetterId(key.substring(2)), JsonFields.parse(value));
            }
            return key.startsWith("P:") ? owner(JsonFields.parse(value)) : null;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Entry '" + key + "' of the ledger: " + e.getMessage(), e);
        }
    }

    private static KeyEntry key(KeyIdentity identity, JsonFields json) {
        return new KeyEntry(
                identity,
                json.constant(KeyState.class, "state"),
                json.constant(OrderPolicy.class, "policy"),
                json.text("connector"),
                json.textOrNull("destination"),
                json.text("topic"),
                (int) json.number("partition"),
                json.number("from"),
                json.number("applied", KeyEntry.NONE),
                json.number("pending", KeyEntry.NONE),
                json.number("parkedThrough", KeyEntry.NONE),
                (int) json.number("letters", 0),
                json.textOrNull("fingerprint"),
                json.number("epoch"),
                json.number("at"));
    }

    private static LetterEntry letter(LetterId id, JsonFields json) {
        String identity = json.textOrNull("identity");
        return new LetterEntry(
                id,
                json.constant(LetterStatus.class, "status"),
                (int) json.number("attempts", 0),
                identity == null ? null : KeyIdentity.parse(identity),
                json.constant(OrderPolicy.class, "policy"),
                json.text("connector"),
                json.textOrNull("destination"),
                json.text("topic"),
                (int) json.number("partition"),
                json.number("offset"),
                (int) json.number("revision", 0),
                json.textOrNull("plan"),
                json.textOrNull("reason"),
                json.textOrNull("by"),
                json.number("epoch"),
                json.number("at"));
    }

    private static OwnerEntry owner(JsonFields json) {
        return new OwnerEntry(
                json.text("connector"),
                json.text("topic"),
                (int) json.number("partition"),
                (int) json.number("task"),
                json.isTrue("confirmed"),
                json.number("epoch"),
                json.number("at"));
    }
}
