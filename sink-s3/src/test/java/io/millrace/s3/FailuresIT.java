/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.contract.Orders;
import io.millrace.testkit.contract.TaskRun;
import io.millrace.testkit.proxy.FaultProxy;
import io.millrace.testkit.server.S3Server;
import io.millrace.testkit.server.TestServers;
import java.net.URI;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens when the store says no, says nothing, or is not there. */
class FailuresIT {
    private final S3Server server = TestServers.s3();
    private final Bucket bucket = new Bucket(server);
    private final FaultProxy proxy =
            FaultProxy.before("127.0.0.1", server.endpoint().getPort());
    private final Orders orders = new Orders();

    @AfterEach
    void close() {
        proxy.close();
        bucket.close();
    }

    private List<SinkRecord> rows(int count) {
        for (int i = 0; i < count; i++) {
            orders.create(i, "name-" + i, i, null);
        }
        return orders.take();
    }

    private TaskRun task(String... settings) {
        URI endpoint = URI.create("http://127.0.0.1:" + proxy.port());
        return new TaskRun(new S3SinkTask(), bucket.configAt(endpoint, settings));
    }

    private static void awaitPause(TaskRun task) {
        await().pollInSameThread().until(() -> {
            task.pollNothing();
            return task.isPaused();
        });
    }

    private void assertOnceBelow(long end) {
        assertThat(bucket.offsets())
                .containsExactlyElementsOf(LongStream.range(0, end).boxed().toList());
    }

    private void assertFails(TaskRun task, String... parts) {
        assertThatThrownBy(() -> task.put(rows(1)).drain())
                .isInstanceOf(ConnectException.class)
                .message()
                .contains(parts);
    }

    @Test
    void killedServer_isWaitedFor() {
        try (TaskRun task = bucket.task()) {
            task.put(rows(5)).drain();
            server.kill();
            try {
                task.put(rows(5));
                awaitPause(task);
                assertThat(task.offsets().values()).containsExactly(5L);
            } finally {
                server.restart();
            }
            task.drain();
        }
        assertOnceBelow(10);
    }

    @Test
    void serverThatIsDownAtTheStart_isWaitedFor() {
        proxy.refuse();
        try (TaskRun task = task()) {
            task.put(rows(5));
            awaitPause(task);
            proxy.pass();
            task.drain();
        }
        assertOnceBelow(5);
    }

    /** The first try has stored the object; the second finds it and must know it for its own. */
    @Test
    void lostReplyAfterStoredPut_isNoConflict() {
        try (TaskRun task = task("max.object.records", "5", "max.latency.ms", "600000")) {
            task.put(rows(5)).drain();
            proxy.dropOneResponse();
            task.put(rows(5)).drain();
            assertThat(proxy.faults()).isEqualTo(1);
            task.put(rows(5)).drain();
        }
        assertThat(bucket.keys()).hasSize(3);
        assertOnceBelow(15);
    }

    @Test
    void silentServer_isAnOutageAfterItsTimeout() {
        try (TaskRun task = task("request.timeout.ms", "600")) {
            task.put(rows(5)).drain();
            proxy.blackHole();
            task.put(rows(5));
            awaitPause(task);
            proxy.pass();
            task.drain();
        }
        assertOnceBelow(10);
    }

    /** What a network held back arrives after its sender has given up and tried again. */
    @Test
    void lateRequests_doNoHarm() {
        try (TaskRun task = task("request.timeout.ms", "600")) {
            task.put(rows(5)).drain();
            proxy.freeze();
            task.put(rows(5));
            awaitPause(task);
            task.put(rows(5));
            proxy.pass();
            task.drain();
        }
        assertOnceBelow(15);
    }

    @Test
    void wrongSecret_failsTask() {
        try (TaskRun task = bucket.task("aws.secret.access.key", "wrong")) {
            assertFails(task, "s3.SignatureDoesNotMatch", bucket.name(), "'aws.secret.access.key'");
        }
    }

    @Test
    void unknownAccessKey_failsTask() {
        try (TaskRun task = bucket.task("aws.access.key.id", "nobody")) {
            assertFails(task, "s3.InvalidAccessKeyId", "'aws.access.key.id'");
        }
    }

    @Test
    void missingBucket_failsTask() {
        try (TaskRun task = bucket.task("bucket", "there-is-none")) {
            assertFails(task, "s3.NoSuchBucket", "there-is-none", "create the bucket");
        }
    }

    @Test
    void wrongConfiguration_mayPauseInstead() {
        try (TaskRun task = bucket.task("bucket", "there-is-none", "on.systemic.failure", "pause")) {
            task.put(rows(1));
            awaitPause(task);
        }
    }

    @Test
    void crash_betweenUploadAndCommit() {
        List<SinkRecord> history = rows(30);
        try (TaskRun task = bucket.task("max.object.records", "10")) {
            task.put(history.subList(0, 20)).drain();
        }
        // The offsets were never committed, so everything comes again.
        try (TaskRun task = bucket.task("max.object.records", "7")) {
            task.put(history).drain();
        }
        assertOnceBelow(30);
    }

    @Test
    void withoutConditions_thereIsStillNoDuplicateInAReplay() {
        List<SinkRecord> history = rows(30);
        for (String most : List.of("10", "7")) {
            try (TaskRun task = bucket.task("conditional.writes", "off", "max.object.records", most)) {
                task.put(history).drain();
            }
        }
        assertOnceBelow(30);
    }

    @Test
    void partitions_areUploadedSideBySide() {
        try (TaskRun task = task("upload.threads", "4")) {
            for (int i = 0; i < 8; i++) {
                int partition = i;
                task.put(new Orders()
                        .create(1, "a", 1, null).create(2, "b", 2, null).take().stream()
                                .map(record -> new SinkRecord(
                                        record.topic(),
                                        partition,
                                        record.keySchema(),
                                        record.key(),
                                        record.valueSchema(),
                                        record.value(),
                                        record.kafkaOffset()))
                                .toList());
            }
            task.drain();
        }
        assertThat(bucket.keys()).hasSize(8);
        assertThat(bucket.rows()).hasSize(16);
    }
}
