/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode.avro;

import io.millrace.sink.decode.raw.BadBytesException;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import org.apache.kafka.connect.data.Schema;

/** Avro's texts, bytes and decimals. Stateless. */
final class AvroTexts {
    private AvroTexts() {}

    static final class Text extends AvroType {
        Text(Schema schema) {
            super(schema);
        }

        @Override
        public Object read(AvroInput in) throws IOException, BadBytesException {
            return in.text();
        }

        @Override
        public void skip(AvroInput in) throws IOException, BadBytesException {
            in.skipBytes();
        }

        @Override
        public String text(AvroInput in) throws IOException, BadBytesException {
            return in.text();
        }
    }

    /** An enumeration: text to Connect. */
    static final class Symbol extends AvroType {
        private final String[] symbols;

        Symbol(Schema schema, List<String> symbols) {
            super(schema);
            this.symbols = symbols.toArray(String[]::new);
        }

        @Override
        public Object read(AvroInput in) throws IOException, BadBytesException {
            return text(in);
        }

        @Override
        public void skip(AvroInput in) throws IOException {
            in.int32();
        }

        @Override
        public String text(AvroInput in) throws IOException, BadBytesException {
            return symbols[in.index(symbols.length)];
        }
    }

    static final class Bytes extends AvroType {
        private final int fixed;

        /** @param fixed how many bytes, or -1 if the number stands before them */
        Bytes(Schema schema, int fixed) {
            super(schema);
            this.fixed = fixed;
        }

        @Override
        public Object read(AvroInput in) throws IOException, BadBytesException {
            return fixed < 0 ? in.bytes() : in.fixed(fixed);
        }

        @Override
        public void skip(AvroInput in) throws IOException, BadBytesException {
            skipBytes(in, fixed);
        }
    }

    static final class DecimalBytes extends AvroType {
        private final int fixed;
        private final int scale;

        DecimalBytes(Schema schema, int fixed, int scale) {
            super(schema);
            this.fixed = fixed;
            this.scale = scale;
        }

        @Override
        public Object read(AvroInput in) throws IOException, BadBytesException {
            return in.decimal(fixed, scale);
        }

        @Override
        public void skip(AvroInput in) throws IOException, BadBytesException {
            skipBytes(in, fixed);
        }

        @Override
        public BigDecimal decimal(AvroInput in) throws IOException, BadBytesException {
            return in.decimal(fixed, scale);
        }
    }

    private static void skipBytes(AvroInput in, int fixed) throws IOException, BadBytesException {
        if (fixed < 0) {
            in.skipBytes();
        } else {
            in.skipFixed(fixed);
        }
    }
}
