/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What a registry has answered to the question for a schema. Immutable.
 *
 * @param schema text of the schema, or {@code null}
 * @param type kind of schema; Avro if it does not say
 * @param refers whether the schema needs others to be understood
 * @param error the registry's own code, or 0
 */
record RegistryReply(@Nullable String schema, String type, boolean refers, int error) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final RegistryReply NONE = new RegistryReply(null, "AVRO", false, 0);
    private static final int NO_SUBJECT = 40_401;
    private static final int NO_SCHEMA = 40_403;

    /** Reads the body; what is no JSON says nothing. */
    static RegistryReply read(byte[] body) {
        try (JsonParser in = JSON.createParser(body)) {
            return in.nextToken() == JsonToken.START_OBJECT ? read(in) : NONE;
        } catch (IOException e) {
            // A proxy's page, for example: the status is all there is.
            return NONE;
        }
    }

    private static RegistryReply read(JsonParser in) throws IOException {
        String schema = null;
        String type = "AVRO";
        boolean refers = false;
        int error = 0;
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            JsonToken token = in.nextToken();
            if (name.equals("schema") && token == JsonToken.VALUE_STRING) {
                schema = in.getText();
            } else if (name.equals("schemaType") && token == JsonToken.VALUE_STRING) {
                type = in.getText();
            } else if (name.equals("references") && token == JsonToken.START_ARRAY) {
                refers = in.nextToken() != JsonToken.END_ARRAY;
                while (in.currentToken() != JsonToken.END_ARRAY) {
                    in.skipChildren();
                    in.nextToken();
                }
            } else if (name.equals("error_code") && token == JsonToken.VALUE_NUMBER_INT) {
                error = in.getIntValue();
            }
            in.skipChildren();
        }
        return new RegistryReply(schema, type, refers, error);
    }

    /** What an answer means. */
    Lookup meaning(int status, int id, URI url) {
        if (status == 200 && schema != null) {
            return found(id, schema);
        }
        if (status == 404 && error >= NO_SUBJECT && error <= NO_SCHEMA) {
            return new Lookup.Unknown("the schema registry has no schema " + id + ", which the record names");
        }
        if (status == 401 || status == 403) {
            return new Lookup.Refused("the schema registry at " + url + " answers " + status
                    + "; check the login in 'schema.registry.basic.auth.user.info', 'schema.registry.bearer.auth.token'"
                    + " or 'schema.registry.headers'");
        }
        if (status >= 400 && status < 500 && status != 408 && status != 425 && status != 429) {
            return new Lookup.Refused("the schema registry at " + url + " answers " + status
                    + " to the question for schema " + id + "; check 'schema.registry.url'");
        }
        return new Lookup.Waiting("the schema registry at " + url + " answers " + status
                + (status == 200 ? ", but not with a schema" : ""));
    }

    private Lookup found(int id, String text) {
        if (!type.equals("AVRO")) {
            return new Lookup.Unknown("schema " + id + " is " + type + "; only Avro is decoded here");
        }
        return refers
                ? new Lookup.Refused("schema " + id
                        + " refers to other schemas, which is not supported here; use the registry's converter and set"
                        + " 'decode.format' to 'connect'")
                : new Lookup.Found(text);
    }
}
