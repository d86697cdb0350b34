/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.registry;

import io.millrace.sink.time.TimeSource;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a schema registry for schemas. Confined to the task thread, which never waits: requests run on the HTTP client's
 * threads. A schema that was found is kept for ever. Failures are retried for ever with growing pauses, at the next of its
 * addresses; a registry that does not know a schema is asked twice, since one of its servers may be behind another, and
 * then again after a minute.
 */
public final class RegistryClient implements SchemaSource {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryClient.class);
    private static final long AGAIN_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long DENIED_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MOST_DENIED = 10_000;

    private final RegistrySettings settings;
    private final HttpClient http;
    private final TimeSource time;
    private final IntToLongFunction backoff;
    private final Map<Integer, Lookup.Found> found = new HashMap<>();
    private final Map<Integer, Question> questions = new HashMap<>();
    private int address;
    private int failures;

    /** @param backoff pause in ns after so many failures in a row, from 1 */
    public RegistryClient(RegistrySettings settings, TimeSource time, IntToLongFunction backoff) {
        this.settings = settings;
        this.time = time;
        this.backoff = backoff;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(settings.timeout());
        settings.tls().ifPresent(builder::sslContext);
        this.http = builder.build();
    }

    @Override
    public Lookup find(int id) {
        Lookup.Found known = found.get(id);
        if (known != null) {
            return known;
        }
        if (questions.size() > MOST_DENIED) {
            questions.values().removeIf(question -> question.reply == null);
        }
        Question question = questions.computeIfAbsent(id, unasked -> new Question(time.nanos()));
        if (question.reply == null && time.nanos() - question.notBefore >= 0) {
            question.url = settings.urls().get(address);
            question.reply = http.sendAsync(request(question.url, id), HttpResponse.BodyHandlers.ofByteArray());
            if (!question.isSettled()) {
                question.state =
                        new Lookup.Waiting("the schema registry at " + question.url + " is asked for schema " + id);
            }
        }
        if (question.reply != null && question.reply.isDone()) {
            Lookup answer = answer(question, question.reply, id);
            question.reply = null;
            note(question, answer);
            if (answer instanceof Lookup.Found schema) {
                found.put(id, schema);
                questions.remove(id);
            }
            return question.state;
        }
        return question.state;
    }

    private HttpRequest request(URI url, int id) {
        String base = url.toString();
        HttpRequest.Builder builder = HttpRequest.newBuilder(
                        URI.create((base.endsWith("/") ? base : base + "/") + "schemas/ids/" + id))
                .timeout(settings.timeout())
                .header("Accept", "application/vnd.schemaregistry.v1+json, application/json");
        settings.headers().forEach(builder::setHeader);
        return builder.GET().build();
    }

    private static Lookup answer(Question question, CompletableFuture<HttpResponse<byte[]>> reply, int id) {
        try {
            HttpResponse<byte[]> response = reply.join();
            return RegistryReply.read(response.body()).meaning(response.statusCode(), id, question.url);
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return new Lookup.Waiting("the schema registry at " + question.url + " cannot be asked: " + cause);
        }
    }

    /** Decides when the question is asked again, and what holds until then. */
    private void note(Question question, Lookup answer) {
        long now = time.nanos();
        question.state = answer;
        if (answer instanceof Lookup.Waiting waiting) {
            failures++;
            if (failures == 1) {
                LOG.warn("Records wait for their schemas: {}", waiting.message());
            }
            address = (address + 1) % settings.urls().size();
            question.notBefore = now + backoff.applyAsLong(failures);
            return;
        }
        if (failures > 0) {
            failures = 0;
            LOG.info("The schema registry at {} answers again", question.url);
        }
        if (answer instanceof Lookup.Unknown unknown) {
            boolean first = ++question.denials == 1;
            question.notBefore = now + (first ? AGAIN_NANOS : DENIED_NANOS);
            question.state = first ? new Lookup.Waiting(unknown.message() + "; it is asked once more") : answer;
        } else {
            question.notBefore = now + DENIED_NANOS;
        }
    }

    /** A question for one schema. */
    private static final class Question {
        private URI url = URI.create("");
        private Lookup state = new Lookup.Waiting("not asked yet");
        private @Nullable CompletableFuture<HttpResponse<byte[]>> reply;
        private long notBefore;
        private int denials;

        Question(long now) {
            notBefore = now;
        }

        /** Whether there is an answer that holds while the question is asked again. */
        boolean isSettled() {
            return state instanceof Lookup.Unknown;
        }
    }
}
