/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.pipeline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.sink.record.ChangeSource;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Source logs as text: for each of them an array of the source's kind, name and database, then major, minor and row of the
 * highest position, changes there, latest commit in ms since the epoch, and how many have come again or -1. Stateless.
 */
final class SourceLogs {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int NUMBERS = 6;

    private SourceLogs() {}

    static String text(List<SourceLog> logs) {
        StringWriter text = new StringWriter(96);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartArray();
            for (SourceLog log : logs) {
                json.writeStartArray();
                json.writeString(log.source().connector());
                json.writeString(log.source().name());
                json.writeString(log.source().database());
                for (long number : log.state()) {
                    json.writeNumber(number);
                }
                json.writeEndArray();
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** @throws IllegalArgumentException if it is no such text */
    static List<SourceLog> parse(String text) {
        List<SourceLog> logs = new ArrayList<>();
        try (JsonParser json = JSON.createParser(text)) {
            expect(json.nextToken(), JsonToken.START_ARRAY);
            while (json.nextToken() == JsonToken.START_ARRAY) {
                ChangeSource source = new ChangeSource(string(json), string(json), string(json));
                long[] state = new long[NUMBERS];
                for (int i = 0; i < NUMBERS; i++) {
                    expect(json.nextToken(), JsonToken.VALUE_NUMBER_INT);
                    state[i] = json.getLongValue();
                }
                expect(json.nextToken(), JsonToken.END_ARRAY);
                logs.add(new SourceLog(source, state));
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("Source positions that cannot be read: " + e.getMessage(), e);
        }
        return logs;
    }

    private static String string(JsonParser json) throws IOException {
        expect(json.nextToken(), JsonToken.VALUE_STRING);
        return json.getText();
    }

    private static void expect(JsonToken token, JsonToken expected) {
        if (token != expected) {
            throw new IllegalArgumentException("Source positions with " + token + " in place of " + expected);
        }
    }
}
