/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode.avro;

import io.millrace.sink.decode.raw.BadBytesException;
import java.io.IOException;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/** Avro's numbers and booleans. Stateless. */
final class AvroNumbers {
    private AvroNumbers() {}

    static final class Flag extends AvroType {
        Flag(Schema schema) {
            super(schema);
        }

        @Override
        public Object read(AvroInput in) throws IOException {
            return in.flag();
        }

        @Override
        public void skip(AvroInput in) throws IOException {
            in.skipFixed(1);
        }

        @Override
        public boolean flag(AvroInput in) throws IOException {
            return in.flag();
        }
    }

    /** Also Connect's numbers of eight and sixteen bits, which Avro does not have. */
    static final class Int32 extends AvroType {
        Int32(Schema schema) {
            super(schema);
        }

        @Override
        public Object read(AvroInput in) throws IOException, BadBytesException {
            int value = (int) integer(in);
            if (Date.LOGICAL_NAME.equals(schema().name())) {
                return Date.toLogical(schema(), value);
            }
            if (Time.LOGICAL_NAME.equals(schema().name())) {
                return new java.util.Date(value);
            }
            return switch (schema().type()) {
                case INT8 -> (Object) (byte) value;
                case INT16 -> (short) value;
                default -> value;
            };
        }

        @Override
        public void skip(AvroInput in) throws IOException {
            in.int32();
        }

        @Override
        public long integer(AvroInput in) throws IOException, BadBytesException {
            int value = in.int32();
            boolean fits =
                    switch (schema().type()) {
                        case INT8 -> value == (byte) value;
                        case INT16 -> value == (short) value;
                        default -> true;
                    };
            if (!fits) {
                throw BadBytesException.mismatch(schema(), "a number that does not fit");
            }
            return value;
        }
    }

    static final class Int64 extends AvroType {
        Int64(Schema schema) {
            super(schema);
        }

        @Override
        public Object read(AvroInput in) throws IOException {
            long value = in.int64();
            return Timestamp.LOGICAL_NAME.equals(schema().name()) ? new java.util.Date(value) : (Object) value;
        }

        @Override
        public void skip(AvroInput in) throws IOException {
            in.int64();
        }

        @Override
        public long integer(AvroInput in) throws IOException {
            return in.int64();
        }
    }

    static final class Float32 extends AvroType {
        Float32(Schema schema) {
            super(schema);
        }

        @Override
        public Object read(AvroInput in) throws IOException {
            return in.float32();
        }

        @Override
        public void skip(AvroInput in) throws IOException {
            in.skipFixed(Float.BYTES);
        }

        @Override
        public double floating(AvroInput in) throws IOException {
            return in.float32();
        }
    }

    static final class Float64 extends AvroType {
        Float64(Schema schema) {
            super(schema);
        }

        @Override
        public Object read(AvroInput in) throws IOException {
            return in.float64();
        }

        @Override
        public void skip(AvroInput in) throws IOException {
            in.skipFixed(Double.BYTES);
        }

        @Override
        public double floating(AvroInput in) throws IOException {
            return in.float64();
        }
    }
}
