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
 * Source logs as text: an array for each of them, of the source's kind, name and database, and what {@link SourceLog.State}
 * says, the fingerprints last. Stateless.
 */
final class SourceLogs {
    private static final JsonFactory JSON = new JsonFactory();

    private SourceLogs() {}

    static String text(List<SourceLog> logs) {
        StringWriter text = new StringWriter(128);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartArray();
            for (SourceLog log : logs) {
                write(json, log.source(), log.state());
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, ChangeSource source, SourceLog.State state) throws IOException {
        json.writeStartArray();
        json.writeString(source.connector());
        json.writeString(source.name());
        json.writeString(source.database());
        json.writeNumber(state.major());
        json.writeNumber(state.minor());
        json.writeNumber(state.row());
        json.writeNumber(state.timestamp());
        json.writeNumber(state.count());
        json.writeNumber(state.repeated());
        for (long fingerprint : state.fingerprints()) {
            json.writeNumber(fingerprint);
        }
        json.writeEndArray();
    }

    /** @throws IllegalArgumentException if it is no such text */
    static List<SourceLog> parse(String text, ChangeFingerprint fingerprint) {
        List<SourceLog> logs = new ArrayList<>();
        try (JsonParser json = JSON.createParser(text)) {
            expect(json.nextToken(), JsonToken.START_ARRAY);
            while (json.nextToken() == JsonToken.START_ARRAY) {
                SourceLog log = new SourceLog(new ChangeSource(string(json), string(json), string(json)), fingerprint);
                log.restore(state(json));
                logs.add(log);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("Source positions that cannot be read: " + e.getMessage(), e);
        }
        return logs;
    }

    private static SourceLog.State state(JsonParser json) throws IOException {
        long[] numbers = new long[6];
        for (int i = 0; i < numbers.length; i++) {
            expect(json.nextToken(), JsonToken.VALUE_NUMBER_INT);
            numbers[i] = json.getLongValue();
        }
        List<Long> fingerprints = new ArrayList<>();
        while (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
            fingerprints.add(json.getLongValue());
        }
        return new SourceLog.State(
                numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], fingerprints);
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
