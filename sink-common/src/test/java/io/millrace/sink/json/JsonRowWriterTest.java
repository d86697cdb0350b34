/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.sink.record.ArrayRow;
import io.millrace.sink.record.Column;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Kind;
import io.millrace.sink.record.RowShape;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonRowWriterTest {
    private static final JsonFactory JSON = new JsonFactory();

    /** Found by the quick start's comparison: Jackson copies fractions through double. */
    @Test
    void fractionInJsonColumn_keepsEveryDigit() throws IOException {
        String json = "{\"ratio\":3.2478472284114787421,\"list\":[0.1000,-1E-30,12345678901234567890123]}";

        assertThat(written(Kind.JSON, json)).isEqualTo("{\"c\":" + json + "}");
    }

    @Test
    void jsonColumn_losesWhiteSpaceBetweenTokensAlone() throws IOException {
        assertThat(written(Kind.JSON, "{ \"a\" :\n [ true, null, \"x y\\n\" ] }"))
                .isEqualTo("{\"c\":{\"a\":[true,null,\"x y\\n\"]}}");
    }

    private static String written(Kind kind, Object value) throws IOException {
        RowShape shape = new RowShape("test", List.of(new Column("c", ColumnType.of(kind), true)));
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            new JsonRowWriter(JSON).writeObject(out, new ArrayRow(shape, value));
        }
        return text.toString();
    }
}
