/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.millrace.sink.json.JsonCopy;
import io.millrace.sink.json.JsonRowWriter;
import io.millrace.sink.record.ArrayRow;
import io.millrace.sink.record.Column;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Kind;
import io.millrace.sink.record.RowShape;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonCopyTest {
    private static final JsonFactory JSON = new JsonFactory();

    private static String copy(String text) throws IOException {
        StringWriter copied = new StringWriter();
        try (JsonParser in = JSON.createParser(text);
                JsonGenerator out = JSON.createGenerator(copied)) {
            in.nextToken();
            JsonCopy.value(in, out);
        }
        return copied.toString();
    }

    @Test
    void numbers_keepEveryDigit() throws Exception {
        String text = "[1.2345678901234567890123,99999999999999999999.10,1e400,-0.0,12345678901234567890123,1E5,0.1]";

        assertThat(copy(text)).isEqualTo(text);
    }

    @Test
    void structures_areCopiedWhole() throws Exception {
        String text = "{\"a\":{\"b\":[{},[],\"x\\\"y\",null,true,false]},\"c\":\"é\"}";

        assertThat(copy(text)).isEqualTo(text);
        assertThat(copy("7")).isEqualTo("7");
        assertThat(copy("\"t\"")).isEqualTo("\"t\"");
    }

    @Test
    void unfinishedJson_isAnError() {
        assertThatThrownBy(() -> copy("{\"a\":[1,")).isInstanceOf(IOException.class);
    }

    /** Found when documents were merged: JSON columns went through double. */
    @Test
    void jsonColumn_keepsEveryDigit() throws Exception {
        RowShape shape = new RowShape("row", List.of(new Column("doc", ColumnType.of(Kind.JSON), true)));
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            new JsonRowWriter(JSON).writeObject(out, new ArrayRow(shape, "{\"price\": 1.2345678901234567890123}"));
        }

        assertThat(text).hasToString("{\"doc\":{\"price\":1.2345678901234567890123}}");
    }
}
