/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that has nothing, takes everything, and answers uploads as it is told. Thread-safe. */
final class ScriptedStore implements AutoCloseable {
    private static final String EMPTY_LIST =
            "<ListBucketResult><IsTruncated>false</IsTruncated><KeyCount>0</KeyCount></ListBucketResult>";

    /** An answer to an upload. */
    record Answer(int status, String code) {}

    /** An upload. */
    record Upload(String path, boolean conditional, boolean checked) {}

    private final HttpServer server;
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger questions = new AtomicInteger();
    private final List<Upload> uploads = Collections.synchronizedList(new ArrayList<>());

    ScriptedStore() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The next uploads get these answers; all further ones are taken. */
    ScriptedStore answer(Answer... coming) {
        answers.addAll(List.of(coming));
        return this;
    }

    List<Upload> uploads() {
        return List.copyOf(uploads);
    }

    /** How many requests have come that were no uploads. */
    int questions() {
        return questions.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            if (!exchange.getRequestMethod().equals("PUT")) {
                questions.incrementAndGet();
            }
            switch (exchange.getRequestMethod()) {
                case "GET" -> reply(exchange, 200, EMPTY_LIST);
                case "PUT" -> upload(exchange);
                default -> exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private void upload(HttpExchange exchange) throws IOException {
        uploads.add(new Upload(
                exchange.getRequestURI().getPath(),
                exchange.getRequestHeaders().containsKey("If-None-Match"),
                exchange.getRequestHeaders().containsKey("x-amz-checksum-crc32")));
        Answer answer = answers.poll();
        if (answer == null) {
            exchange.getResponseHeaders().add("ETag", "\"x\"");
            reply(exchange, 200, "");
        } else {
            reply(exchange, answer.status(), "<Error><Code>" + answer.code() + "</Code><Message>no</Message></Error>");
        }
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/xml");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
