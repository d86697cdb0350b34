/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;

/** An Avro object container file that takes encoded records. Confined to its lane. */
final class AvroAppender implements ObjectAppender {
    /** What a block and its compressed form take. */
    static final int BLOCK_BYTES = 200 << 10;
    /** What zlib takes for its window and tables. */
    static final int DEFLATER_BYTES = 268 << 10;

    private static final int SYNC_INTERVAL = 64 << 10;
    private static final int SYNC_BYTES = 16;

    private final DataFileWriter<Object> file;
    private ByteBuffer view = ByteBuffer.allocate(0);

    /**
     * @param level of compression, 0 for none
     * @param place where the file is: its sync marker comes of it, so that the same rows make the same file
     */
    AvroAppender(Schema schema, int level, String place, OutputStream out) throws IOException {
        file = new DataFileWriter<>(new GenericDatumWriter<>());
        file.setCodec(level == 0 ? CodecFactory.nullCodec() : CodecFactory.deflateCodec(level));
        file.setSyncInterval(SYNC_INTERVAL);
        file.create(schema, out, sync(place));
    }

    private static byte[] sync(String place) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(place.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(hash, SYNC_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }

    @Override
    public void append(byte[] bytes, int start, int length) throws IOException {
        if (view.array() != bytes) {
            view = ByteBuffer.wrap(bytes);
        }
        view.limit(start + length).position(start);
        file.appendEncoded(view);
    }

    @Override
    public void close() throws IOException {
        view = ByteBuffer.allocate(0);
        file.close();
    }
}
