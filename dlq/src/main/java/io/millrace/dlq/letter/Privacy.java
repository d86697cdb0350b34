/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.letter;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * How much of a record its letter may tell. Immutable and thread-safe.
 *
 * @param payload whether the record itself is in the letter
 * @param headers names of the record's headers whose values are left out
 * @param causes whether stack traces leave out the messages of causes, in which drivers quote rows
 */
public record Privacy(Payload payload, List<Pattern> headers, boolean causes) {
    /** What becomes of key, value and headers. */
    public enum Payload {
        /** They are in the letter. */
        FULL,
        /** They are not: the letter says where the record is, and whoever may read that topic finds it there. */
        REFERENCE
    }

    /** The record is in the letter, rows are not in messages. */
    public static final Privacy DEFAULT = new Privacy(Payload.FULL, List.of(), true);

    public Privacy {
        headers = List.copyOf(headers);
    }

    /** What a letter may hold of a record. */
    RecordBytes of(RecordBytes record) {
        if (payload == Payload.REFERENCE) {
            return record.asReference(false);
        }
        if (headers.isEmpty() || record.headers().stream().noneMatch(header -> isSecret(header.key()))) {
            return record;
        }
        List<Header> shown = new ArrayList<>();
        for (Header header : record.headers()) {
            shown.add(isSecret(header.key()) ? new RecordHeader(header.key(), (byte[]) null) : header);
        }
        PayloadFidelity fidelity =
                record.fidelity() == PayloadFidelity.ORIGINAL ? PayloadFidelity.REDACTED : record.fidelity();
        return new RecordBytes(record.key(), record.value(), shown, fidelity);
    }

    private boolean isSecret(String name) {
        for (Pattern pattern : headers) {
            if (pattern.matcher(name).matches()) {
                return true;
            }
        }
        return false;
    }
}
