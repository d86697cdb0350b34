/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureCode;
import io.millrace.sink.decode.avro.AvroPlans;
import io.millrace.sink.decode.avro.AvroType;
import io.millrace.sink.decode.raw.BadBytesException;
import io.millrace.sink.registry.Lookup;
import io.millrace.sink.registry.SchemaSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The plans for all Avro schemas that records have named. Confined to the task thread. */
final class AvroSchemas {
    /** What stands before a value: a zero, and the number of its schema in four bytes. */
    static final int HEADER = 5;

    private final @Nullable SchemaSource schemas;
    private final Map<Integer, AvroType> types = new HashMap<>();

    /** @param schemas tells schemas by their numbers, or {@code null} if none is configured */
    AvroSchemas(@Nullable SchemaSource schemas) {
        this.schemas = schemas;
    }

    /** Whether bytes look like Avro behind the number of its schema: JSON never begins with a zero byte. */
    static boolean isAvro(byte[] document) {
        return document.length > 0 && document[0] == 0;
    }

    /** The plan for a document that names its schema. */
    AvroType of(byte[] document) throws DecodeException {
        if (document.length < HEADER || document[0] != 0) {
            throw DecodeException.rejected(
                    "bad-avro",
                    "no Avro in the registry's wire format: there must be a zero byte and the four bytes of a schema's number");
        }
        int id = (document[1] & 0xFF) << 24
                | (document[2] & 0xFF) << 16
                | (document[3] & 0xFF) << 8
                | document[4] & 0xFF;
        AvroType known = types.get(id);
        if (known == null) {
            known = ask(id);
            types.put(id, known);
        }
        return known;
    }

    private AvroType ask(int id) throws DecodeException {
        if (schemas == null) {
            throw DecodeException.systemic(
                    "no-registry",
                    "the record is Avro and names schema " + id + " of a registry; set 'schema.registry.url'");
        }
        Lookup lookup = schemas.find(id);
        if (lookup instanceof Lookup.Found found) {
            try {
                return AvroPlans.of(found.text());
            } catch (BadBytesException e) {
                throw DecodeException.rejected(e.detail(), "schema " + id + ": " + e.getMessage());
            }
        }
        if (lookup instanceof Lookup.Unknown unknown) {
            throw DecodeException.rejected("unknown-schema", unknown.message());
        }
        if (lookup instanceof Lookup.Refused refused) {
            throw DecodeException.systemic("registry-refuses", refused.message());
        }
        throw DecodeException.postponed(new Failure.TargetDown(
                FailureCode.of("decode", "registry-down"), ((Lookup.Waiting) lookup).message(), null));
    }
}
