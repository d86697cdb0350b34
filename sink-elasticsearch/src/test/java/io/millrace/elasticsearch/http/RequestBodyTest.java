/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.http.nio.ContentEncoder;
import org.apache.http.nio.IOControl;
import org.junit.jupiter.api.Test;

class RequestBodyTest {
    private static final IOControl NO_CONTROL = null;

    private final byte[] buffer = "....first second".getBytes(StandardCharsets.UTF_8);
    private final RequestBody body = new RequestBody(buffer, 4, 12, "application/x-ndjson");
    private final Socket socket = new Socket();

    /** A socket that takes five bytes at a time. */
    private static final class Socket implements ContentEncoder {
        private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
        private boolean completed;

        @Override
        public int write(ByteBuffer source) {
            int count = Math.min(5, source.remaining());
            for (int i = 0; i < count; i++) {
                sent.write(source.get());
            }
            return count;
        }

        @Override
        public void complete() {
            completed = true;
        }

        @Override
        public boolean isCompleted() {
            return completed;
        }
    }

    @Test
    void body_isSentInPiecesAndAgain() throws Exception {
        for (int attempt = 0; attempt < 2; attempt++) {
            socket.completed = false;
            while (!socket.isCompleted()) {
                body.produceContent(socket, NO_CONTROL);
            }
            body.close();
        }

        assertThat(socket.sent).hasToString("first secondfirst second");
        assertThat(body.getContentLength()).isEqualTo(12);
        assertThat(new String(body.getContent().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("first second");
    }

    @Test
    void detachedBody_sendsNothingOfTheNextBatch() throws Exception {
        body.produceContent(socket, NO_CONTROL);
        body.detach();
        java.util.Arrays.fill(buffer, (byte) 'X');

        assertThatThrownBy(() -> body.produceContent(socket, NO_CONTROL)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> body.writeTo(socket.sent)).isInstanceOf(IOException.class);
        assertThatThrownBy(body::getContent).isInstanceOf(IOException.class);
        body.close();
        assertThat(socket.sent).hasToString("first");
        assertThat(socket.isCompleted()).isFalse();
    }
}
