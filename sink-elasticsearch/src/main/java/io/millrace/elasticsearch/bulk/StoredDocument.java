/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch.bulk;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a multi-get says about one document beside its source. Confined to its lane. */
final class StoredDocument {
    private static final String NO_INDEX = "index_not_found_exception";

    boolean isFound;
    boolean isWritten;
    long version = -1;
    long sequence = -1;
    long term = -1;

    /** Why the document could not be read, or {@code null}. An index that is not there has no documents. */
    @Nullable
    ServerError error;

    /** Takes in one field that the parser stands on the name of. */
    void read(JsonParser json) throws IOException {
        String field = json.currentName();
        JsonToken value = json.nextToken();
        switch (field) {
            case "found" -> isFound = value == JsonToken.VALUE_TRUE;
            case "_version" -> version = json.getLongValue();
            case "_seq_no" -> sequence = json.getLongValue();
            case "_primary_term" -> term = json.getLongValue();
            case "error" -> {
                ServerError told = ServerError.read(0, json);
                error = NO_INDEX.equals(told.type()) ? null : told;
            }
            default -> json.skipChildren();
        }
    }
}
