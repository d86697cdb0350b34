/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.s3.ScriptedStore.Answer;
import io.millrace.testkit.contract.Orders;
import io.millrace.testkit.contract.TaskRun;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers that our real server never gives. */
class OddStoresTest {
    private static final Answer EXISTS = new Answer(412, "PreconditionFailed");

    private final ScriptedStore store = new ScriptedStore();
    private final Orders orders = new Orders();

    @AfterEach
    void close() {
        store.close();
    }

    private TaskRun task(String... settings) {
        Map<String, String> config = new HashMap<>(Map.of(
                "name", "odd",
                "bucket", "bucket",
                "endpoint", store.endpoint().toString(),
                "aws.access.key.id", "id",
                "aws.secret.access.key", "secret",
                "max.latency.ms", "10",
                "retry.backoff.ms", "1",
                "retry.backoff.max.ms", "10"));
        for (int i = 0; i < settings.length; i += 2) {
            config.put(settings[i], settings[i + 1]);
        }
        return new TaskRun(new S3SinkTask(), config);
    }

    private void write(TaskRun task) {
        task.put(orders.create(1, "a", 1, null).take()).drain();
    }

    @Test
    void storeThatIgnoresConditions_isRefused() {
        try (TaskRun task = task()) {
            assertThatThrownBy(() -> write(task))
                    .isInstanceOf(ConnectException.class)
                    .message()
                    .contains("s3.conditions-ignored", "'conditional.writes' to 'off'");
        }
        assertThat(store.uploads())
                .extracting(ScriptedStore.Upload::path)
                .allMatch(path -> path.contains("_millrace/"));
    }

    @Test
    void storeThatIgnoresConditions_canBeUsedWithoutThem() {
        try (TaskRun task = task("conditional.writes", "off", "checksum.mode", "when_required")) {
            write(task);
        }
        assertThat(store.uploads()).singleElement().satisfies(upload -> {
            assertThat(upload.conditional()).isFalse();
            assertThat(upload.checked()).isFalse();
        });
    }

    @Test
    void uploads_areConditionalAndChecked() {
        store.answer(EXISTS);
        try (TaskRun task = task()) {
            write(task);
        }
        assertThat(store.uploads().get(1)).satisfies(upload -> {
            assertThat(upload.path()).isEqualTo("/bucket/shop.public.orders/0/00000000000000000000.jsonl.gz");
            assertThat(upload.conditional()).isTrue();
            assertThat(upload.checked()).isTrue();
        });
    }

    @Test
    void steadyState_isOneRequestForEachObject() {
        store.answer(EXISTS);
        try (TaskRun task = task()) {
            write(task);
            assertThat(store.questions()).isEqualTo(2);
            write(task);
            write(task);
        }
        assertThat(store.questions()).isEqualTo(2);
        // The probe, and three objects.
        assertThat(store.uploads()).hasSize(4);
    }

    @Test
    void passingErrors_areTriedAgainByTheCoreAlone() {
        store.answer(
                EXISTS,
                new Answer(503, "SlowDown"),
                new Answer(500, "InternalError"),
                new Answer(400, "BadDigest"),
                new Answer(409, "ConditionalRequestConflict"),
                new Answer(503, "ServiceUnavailable"));
        try (TaskRun task = task()) {
            write(task);
        }
        // The probe, five refusals, and the one that was taken.
        assertThat(store.uploads()).hasSize(7);
    }

    @Test
    void errorOnUpload_failsTaskIfNothingWillHelp() {
        store.answer(EXISTS, new Answer(403, "AccessDenied"));
        try (TaskRun task = task()) {
            task.put(orders.create(1, "a", 1, null).take());
            assertThatThrownBy(() -> await().pollInSameThread().until(() -> {
                        task.pollNothing();
                        return false;
                    }))
                    .hasStackTraceContaining("s3.AccessDenied")
                    .hasStackTraceContaining("s3:PutObject");
        }
    }

    @Test
    void objectThatVanishes_isWrittenAgain() {
        store.answer(EXISTS, EXISTS, EXISTS);
        try (TaskRun task = task()) {
            write(task);
        }
        assertThat(store.uploads()).hasSize(4);
        assertThat(List.copyOf(store.uploads()).get(3).path()).endsWith(".jsonl.gz");
    }
}
