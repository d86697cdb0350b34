/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.testkit.contract.ContractTarget;
import io.millrace.testkit.contract.Orders;
import io.millrace.testkit.contract.TaskRun;
import io.millrace.testkit.proxy.FaultProxy;
import io.millrace.testkit.records.ChangeTopic;
import io.millrace.testkit.records.ChangeTopic.At;
import io.millrace.testkit.server.ElasticsearchServer;
import io.millrace.testkit.server.Jvm;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** What happens when Elasticsearch says no, in each of its ways. */
class FailuresIT {
    private static final String[] FIELDS = {
        "id:\"long\"", "name:\"keyword\"", "quantity:\"short\"", "note:\"text\"",
    };

    private final TestIndex index = new TestIndex();
    private final Orders orders = new Orders();
    private final Reports reports = new Reports();

    private static final TopicPartition OTHERS = new TopicPartition("shop.public.others", 0);

    private TaskRun task(String... settings) {
        return task(index.server().url(), settings);
    }

    private TaskRun task(URI url, String... settings) {
        Map<String, String> config = index.config(url, Reports.SETTINGS);
        for (int i = 0; i < settings.length; i += 2) {
            config.put(settings[i], settings[i + 1]);
        }
        return index.task(config, reports);
    }

    private void assertFails(TaskRun task, List<SinkRecord> records, String... parts) {
        assertThatThrownBy(() -> task.put(records).drain())
                .isInstanceOf(ConnectException.class)
                .message()
                .contains(parts);
        assertThat(reports.offsets()).as("a wrong configuration is no poison").isEmpty();
    }

    private void awaitBlocked(TaskRun task) {
        await().pollInSameThread().until(() -> {
            task.pollNothing();
            return index.metric("destinations-blocked") == 1;
        });
    }

    private static void awaitPause(TaskRun task) {
        await().pollInSameThread().until(() -> {
            task.pollNothing();
            return task.isPaused();
        });
    }

    @Test
    void poisonAmongMany_isNamedAlone() throws Exception {
        index.create("orders", FIELDS);
        for (int i = 0; i < 5_000; i++) {
            orders.create(i, "name", i % 1_000 == 333 ? ContractTarget.REFUSED_QUANTITY : 1, null);
        }
        try (TaskRun task = task()) {
            task.put(orders.take()).drain();
        }

        assertThat(reports.offsets()).containsExactlyInAnyOrder(333L, 1_333L, 2_333L, 3_333L, 4_333L);
        assertThat(reports.messages()).allSatisfy(message -> assertThat(message)
                .contains("elasticsearch.document_parsing_exception", "[quantity] of type [short]", "mapping")
                .doesNotContain(Integer.toString(ContractTarget.REFUSED_QUANTITY)));
        assertThat(index.server().rest().count(index.name("orders"))).isEqualTo(4_995);
    }

    @Test
    void unknownFieldUnderStrictMapping_isItsRecordsFault() throws Exception {
        index.server()
                .rest()
                .put(
                        "/" + index.name("orders"),
                        "{\"mappings\":{\"dynamic\":\"strict\",\"properties\":{\"id\":{\"type\":\"long\"},"
                                + "\"name\":{\"type\":\"text\"},\"quantity\":{\"type\":\"long\"},"
                                + "\"note\":{\"type\":\"text\"}}}}");
        try (TaskRun task = task()) {
            task.put(orders.create(1, "a", 1, null)
                            .addColumn()
                            .createWithAdded(2, "b", "more")
                            .take())
                    .drain();
        }

        assertThat(reports.offsets()).containsExactly(1L);
        assertThat(reports.messages().get(0)).contains("strict_dynamic_mapping_exception", "[added]");
        assertThat(index.documents("orders")).containsOnlyKeys("1");
    }

    @Test
    void missingIndex_failsTaskUntilItIsThere() throws Exception {
        List<SinkRecord> records = orders.create(1, "a", 1, null).take();
        try (TaskRun task = task("index.auto.create", "false")) {
            assertFails(task, records, "elasticsearch.no-index", index.name("orders"), "'index.auto.create'");
        }
        index.create("orders", FIELDS);
        try (TaskRun task = task("index.auto.create", "false")) {
            task.put(records).drain();
        }
        assertThat(index.documents("orders")).hasSize(1);
    }

    @Test
    void createdIndex_takesDatesAndWordsInOneField() throws Exception {
        try (TaskRun task = task()) {
            task.put(orders.create(1, "2026-01-02", 1, null)
                            .create(2, "no date", 2, "x".repeat(40_000))
                            .take())
                    .drain();
        }
        assertThat(reports.offsets()).isEmpty();
        assertThat(index.documents("orders")).hasSize(2);
    }

    @Test
    void oddValues_stayInTheDocument() throws Exception {
        Schema row = SchemaBuilder.struct()
                .name("Value")
                .field("id", Schema.INT64_SCHEMA)
                .field("ratio", Schema.FLOAT64_SCHEMA)
                .field("small", Schema.FLOAT32_SCHEMA)
                .field("amount", Decimal.schema(3))
                .field("at", org.apache.kafka.connect.data.Timestamp.SCHEMA)
                .field("raw", Schema.BYTES_SCHEMA)
                .field(
                        "labels",
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT64_SCHEMA)
                                .build())
                .field(
                        "nested",
                        SchemaBuilder.array(SchemaBuilder.struct()
                                        .name("P")
                                        .field("x", Schema.FLOAT64_SCHEMA)
                                        .build())
                                .build())
                .build();
        Schema point = row.field("nested").schema().valueSchema();
        ChangeTopic topic = new ChangeTopic("shop.public.odd", row, List.of("id"));
        List<SinkRecord> records = new ArrayList<>();
        double[] ratios = {Double.NaN, Double.POSITIVE_INFINITY, 1e300, 0.1};
        for (int i = 0; i < ratios.length; i++) {
            records.add(topic.upsert(
                    new At(0, i, 1),
                    "c",
                    Map.of(
                            "id",
                            (long) i,
                            "ratio",
                            ratios[i],
                            "small",
                            (float) ratios[i],
                            "amount",
                            new BigDecimal("12345678901234567890123456789.125"),
                            "at",
                            new java.util.Date(1_767_323_045_678L),
                            "raw",
                            new byte[] {1, 2, 3, (byte) 0xFF},
                            "labels",
                            Map.of("k" + i, (long) i),
                            "nested",
                            List.of(new Struct(point).put("x", ratios[i])))));
        }
        try (TaskRun task = task()) {
            task.put(records).drain();
        }

        assertThat(reports.messages()).isEmpty();
        assertThat(index.source("odd", "0"))
                .isEqualTo("{\"id\":0,\"ratio\":\"NaN\",\"small\":\"NaN\",\"amount\":12345678901234567890123456789.125,"
                        + "\"at\":\"2026-01-02T03:04:05.678\",\"raw\":\"AQID/w==\",\"labels\":{\"k0\":0},"
                        + "\"nested\":[{\"x\":\"NaN\"}]}");
        assertThat(index.source("odd", "1")).contains("\"ratio\":\"Infinity\"", "\"small\":\"Infinity\"");
        assertThat(index.source("odd", "3")).contains("\"ratio\":0.1", "\"small\":0.1,");
    }

    @Test
    void indexTemplate_decidesAboutMapping() throws Exception {
        String template = "/_index_template/" + index.name("template");
        index.server()
                .rest()
                .put(
                        template,
                        "{\"index_patterns\":[\"" + index.name("orders")
                                + "\"],\"priority\":1,\"template\":{\"mappings\":"
                                + "{\"properties\":{\"name\":{\"type\":\"wildcard\"},\"quantity\":{\"type\":\"byte\"}}}}}"
                                        .replace("wildcard", "keyword"));
        try (TaskRun task = task()) {
            task.put(orders.create(1, "a", 1, null).take()).drain();
        }
        JsonNode mapping = index.mapping("orders").path("properties");
        assertThat(mapping.at("/quantity/type").asText()).isEqualTo("byte");
        assertThat(mapping.at("/name/type").asText()).isEqualTo("keyword");
    }

    @Test
    void deleteFirst_createsIndexThatLearnsItsColumns() throws Exception {
        List<SinkRecord> history = orders.tombstone(7).create(1, "a", 1, null).take();
        try (TaskRun task = task()) {
            task.put(history.subList(0, 1)).drain();
        }
        // Another task, which was not there when the index was created.
        try (TaskRun task = task()) {
            task.put(history.subList(1, 2)).drain();
        }
        assertThat(index.mapping("orders")
                        .at("/properties/name/fields/keyword/type")
                        .asText())
                .isEqualTo("keyword");
        assertThat(index.mapping("orders").path("date_detection").asBoolean(true))
                .isFalse();
        assertThat(index.mapping("orders").path("_meta")).isEmpty();
    }

    /** Found when deletes created no index: nothing kept an older event out. */
    @Test
    void deleteFirst_keepsOlderEventsOut() throws Exception {
        List<SinkRecord> history =
                orders.create(1, "old", 1, null).delete(1).tombstone(1).take();
        try (TaskRun task = task()) {
            task.put(history.subList(1, 3)).drain();
        }
        try (TaskRun zombie = task()) {
            zombie.put(history.subList(0, 1)).drain();
        }
        assertThat(index.documents("orders")).isEmpty();
    }

    @Test
    void readOnlyIndex_isAnOutageOfItsOwn() throws Exception {
        index.create("orders", FIELDS);
        index.create("others", FIELDS);
        Schema row = SchemaBuilder.struct()
                .name("Other")
                .field("id", Schema.INT64_SCHEMA)
                .field("name", Schema.STRING_SCHEMA)
                .build();
        ChangeTopic others = new ChangeTopic(OTHERS.topic(), row, List.of("id"));
        long offset = 0;
        String settings = "/" + index.name("orders") + "/_settings";
        for (String block : List.of("index.blocks.write", "index.blocks.read_only_allow_delete")) {
            index.server().rest().put(settings, "{\"" + block + "\":true}");
            try (TaskRun task = task()) {
                task.put(orders.create(1, block, 1, null).take());
                awaitBlocked(task);
                SinkRecord other = others.upsert(new At(0, offset++, 1), "u", Map.of("id", 1L, "name", block));
                task.put(List.of(other));
                await().pollInSameThread().until(() -> {
                    task.pollNothing();
                    return task.offsets().getOrDefault(OTHERS, 0L) > other.kafkaOffset();
                });
                assertThat(task.isPaused()).isFalse();
                assertThat(index.metric("destinations-blocked")).isEqualTo(1);
                index.server().rest().put(settings, "{\"" + block + "\":null}");
                task.drain();
            }
            assertThat(index.documents("orders").get("1").get("name").asText()).isEqualTo(block);
        }
        assertThat(reports.offsets()).isEmpty();
    }

    @Test
    void closedIndex_isAnOutage() throws Exception {
        index.create("orders", FIELDS);
        index.server().rest().post("/" + index.name("orders") + "/_close", "");
        try (TaskRun task = task()) {
            task.put(orders.create(1, "a", 1, null).take());
            awaitBlocked(task);
            index.server().rest().post("/" + index.name("orders") + "/_open", "");
            task.drain();
        }
        assertThat(reports.offsets()).isEmpty();
    }

    @Test
    void serverKilledInMidStream_resumesWithoutLetters() throws Exception {
        try (ElasticsearchServer server = ElasticsearchServer.start()) {
            try (TaskRun task = task(server.url())) {
                for (int i = 0; i < 2_000; i++) {
                    orders.create(i, "before", 1, null);
                }
                task.put(orders.take());
                server.kill();
                for (int i = 0; i < 2_000; i++) {
                    orders.update(i, "after", 2, null);
                }
                task.put(orders.take());
                awaitPause(task);
                server.restart();
                task.drain();
            }
            JsonNode found = server.rest()
                    .search(
                            index.name("orders"),
                            "{\"track_total_hits\":true,\"size\":0,\"query\":{\"match\":{\"name\":\"after\"}}}");
            assertThat(found.at("/hits/total/value").asInt()).isEqualTo(2_000);
        }
        assertThat(reports.offsets()).isEmpty();
    }

    @Test
    void overloadedCluster_isRetriedItemByItem() throws Exception {
        Map<String, String> narrow = Map.of("thread_pool.write.size", "1", "thread_pool.write.queue_size", "1");
        try (ElasticsearchServer server = ElasticsearchServer.start(Jvm.quick(512), narrow)) {
            List<TaskRun> tasks = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                tasks.add(task(server.url(), "lanes", "16", "batch.max.records", "20"));
            }
            for (TaskRun task : tasks) {
                for (int i = 0; i < 4_000; i++) {
                    orders.create(i, "name-" + i, 1, null);
                }
                task.put(orders.take());
            }
            tasks.forEach(TaskRun::drain);
            tasks.forEach(TaskRun::close);

            assertThat(server.rest()
                            .get("/_nodes/stats/thread_pool")
                            .findPath("write")
                            .path("rejected")
                            .asLong())
                    .as("rejections by the cluster")
                    .isPositive();
            assertThat(server.rest().count(index.name("orders"))).isEqualTo(4_000);
        }
        assertThat(reports.offsets()).isEmpty();
    }

    @Test
    void requestTooLarge_isHalvedAndRemembered() throws Exception {
        Map<String, String> small = Map.of("http.max_content_length", "100kb");
        try (ElasticsearchServer server = ElasticsearchServer.start(Jvm.quick(512), small)) {
            try (TaskRun task = task(server.url(), "lanes", "1")) {
                for (int i = 0; i < 400; i++) {
                    orders.create(i, "name-" + i, 1, "x".repeat(1_000));
                }
                orders.create(400, "huge", 1, "x".repeat(200_000));
                orders.create(401, "last", 1, null);
                task.put(orders.take()).drain();
            }
            assertThat(server.rest().count(index.name("orders"))).isEqualTo(401);
        }
        assertThat(reports.offsets()).containsExactly(400L);
        assertThat(reports.messages().get(0)).contains("elasticsearch.http-413", "http.max_content_length");
    }

    @Test
    void lostReplies_changeNothing() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        try (FaultProxy proxy =
                FaultProxy.before("127.0.0.1", index.server().url().getPort())) {
            URI url = URI.create("http://127.0.0.1:" + proxy.port());
            try (TaskRun task = task(url, "request.timeout.ms", "2000", "batch.max.records", "50")) {
                for (int round = 0; round < 20; round++) {
                    proxy.dropOneResponse();
                    for (int i = 0; i < 100; i++) {
                        long id = random.nextInt(40);
                        switch (random.nextInt(4)) {
                            case 0 -> orders.delete(id).tombstone(id);
                            case 1 -> orders.create(id, "n" + round, i, "long");
                            default -> orders.update(id, "u" + round, i, "other");
                        }
                    }
                    task.put(orders.take());
                }
                for (long id = 0; id < 40; id++) {
                    orders.create(id, "base", 0, "kept").updateWithoutNote(id, "final", (int) id);
                }
                List<SinkRecord> last = orders.take();
                proxy.dropOneResponse();
                task.put(last).drain();
            }
        }
        assertThat(reports.offsets()).isEmpty();
        Map<String, JsonNode> documents = index.documents("orders");
        assertThat(documents).hasSize(40);
        documents.forEach((id, row) -> {
            assertThat(row.get("name").asText()).isEqualTo("final");
            assertThat(row.get("quantity").asText()).isEqualTo(id);
            assertThat(row.get("note").asText()).isEqualTo("kept");
        });
    }

    @Test
    void olderEvents_neverReplaceNewerOnes() throws Exception {
        List<SinkRecord> history = orders.create(1, "first", 1, "a")
                .updateWithoutNote(1, "second", 2)
                .update(1, "third", 3, "c")
                .create(2, "other", 1, null)
                .delete(2)
                .tombstone(2)
                .take();
        try (TaskRun task = task()) {
            task.put(history).drain();
        }
        List<SinkRecord> shuffled = new ArrayList<>(history.subList(0, 4));
        Collections.reverse(shuffled);
        // A task that has lost its partitions and does not know it yet, event by event.
        for (SinkRecord late : shuffled) {
            try (TaskRun zombie = task()) {
                zombie.put(List.of(late)).drain();
            }
        }
        assertThat(index.documents("orders")).containsOnlyKeys("1");
        assertThat(index.documents("orders").get("1").get("name").asText()).isEqualTo("third");
    }

    @Test
    void topicCreatedAnew_needsAnotherEpoch() throws Exception {
        for (int i = 0; i < 10; i++) {
            orders.create(1, "old-" + i, i, null);
        }
        List<SinkRecord> old = orders.take();
        List<SinkRecord> anew = new Orders().create(1, "new", 100, null).take();
        try (TaskRun task = task()) {
            task.put(old).drain();
        }
        try (TaskRun task = task()) {
            task.put(anew).drain();
        }
        assertThat(index.documents("orders").get("1").get("name").asText()).isEqualTo("old-9");
        try (TaskRun task = task("version.epoch", "1")) {
            task.put(anew).drain();
        }
        assertThat(index.documents("orders").get("1").get("name").asText()).isEqualTo("new");
    }

    @Test
    void withoutVersions_partsArePutOverWhatIsThere() throws Exception {
        try (TaskRun task = task("version.source", "none")) {
            task.put(orders.create(1, "a", 1, "long").create(2, "b", 2, "other").take())
                    .drain();
            task.put(orders.updateWithoutNote(1, "changed", 10)
                            .delete(2)
                            .tombstone(2)
                            .take())
                    .drain();
        }
        assertThat(index.documents("orders")).containsOnlyKeys("1");
        JsonNode row = index.documents("orders").get("1");
        assertThat(row.get("name").asText()).isEqualTo("changed");
        assertThat(row.get("note").asText()).isEqualTo("long");
    }

    @Test
    void partWithoutSource_failsTask() throws Exception {
        index.server().rest().put("/" + index.name("orders"), "{\"mappings\":{\"_source\":{\"enabled\":false}}}");
        try (TaskRun task = task()) {
            task.put(orders.create(1, "a", 1, "long").take()).drain();
            assertFails(
                    task,
                    orders.updateWithoutNote(1, "b", 2).take(),
                    "elasticsearch.no-source",
                    "'_source'",
                    "REPLICA");
        }
    }

    @Test
    void longKey_isHashedOrRejected() throws Exception {
        Schema row = SchemaBuilder.struct()
                .name("Value")
                .field("id", Schema.STRING_SCHEMA)
                .field("v", Schema.OPTIONAL_INT32_SCHEMA)
                .build();
        ChangeTopic topic = new ChangeTopic("shop.public.long", row, List.of("id"));
        String key = "é".repeat(257);
        try (TaskRun task = task()) {
            task.put(List.of(
                            topic.upsert(new At(0, 0, 1), "c", Map.of("id", key, "v", 1)),
                            topic.upsert(new At(0, 1, 1), "c", Map.of("id", "x".repeat(512), "v", 1))))
                    .drain();
            assertThat(index.documents("long")).containsKey("x".repeat(512)).hasSize(2);
            task.put(List.of(topic.delete(new At(0, 2, 1), Map.of("id", key)))).drain();
        }
        assertThat(index.documents("long")).hasSize(1);
        try (TaskRun task = task("document.id.overflow", "reject")) {
            task.put(List.of(topic.upsert(new At(0, 3, 1), "c", Map.of("id", key, "v", 1))))
                    .drain();
        }
        assertThat(reports.messages()).singleElement().asString().contains("elasticsearch.long-id", "'hash'");
    }

    @Test
    void routing_holdsForDeletesToo() throws Exception {
        index.server()
                .rest()
                .put(
                        "/" + index.name("pairs"),
                        "{\"settings\":{\"number_of_shards\":3},\"mappings\":{\"_routing\":{\"required\":true}}}");
        Schema row = SchemaBuilder.struct()
                .name("Value")
                .field("tenant", Schema.STRING_SCHEMA)
                .field("n", Schema.INT32_SCHEMA)
                .build();
        ChangeTopic topic = new ChangeTopic("shop.public.pairs", row, List.of("tenant", "n"));
        try (TaskRun task = task("routing.key.field", "tenant")) {
            List<SinkRecord> records = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                records.add(topic.upsert(new At(0, i, 1), "c", Map.of("tenant", "t" + i % 5, "n", i)));
            }
            task.put(records).drain();
            assertThat(index.hits("pairs").get("t1|6").get("_routing").asText()).isEqualTo("t1");
            task.put(List.of(topic.delete(new At(0, 20, 1), Map.of("tenant", "t1", "n", 6))))
                    .drain();
        }
        assertThat(index.documents("pairs")).hasSize(19).doesNotContainKey("t1|6");
        try (TaskRun task = task()) {
            assertFails(
                    task,
                    List.of(topic.upsert(new At(0, 21, 1), "c", Map.of("tenant", "t", "n", 21))),
                    "routing_missing_exception");
        }
        try (TaskRun task = task("routing.key.field", "region")) {
            assertFails(
                    task,
                    List.of(topic.upsert(new At(0, 21, 1), "c", Map.of("tenant", "t", "n", 21))),
                    "elasticsearch.routing-field",
                    "'region'");
        }
    }

    @Test
    void twoDestinationsInOneIndex_areRefused() throws Exception {
        Schema row = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
        SinkRecord small =
                new ChangeTopic("a.orders", row, List.of("id")).upsert(new At(0, 0, 1), "c", Map.of("id", 1L));
        SinkRecord large =
                new ChangeTopic("a.ORDERS", row, List.of("id")).upsert(new At(0, 0, 1), "c", Map.of("id", 1L));
        try (TaskRun task = task()) {
            assertFails(task, List.of(small, large), "elasticsearch.index-shared", "override");
        }
    }

    @Test
    void impossibleIndexName_failsTask() throws Exception {
        Schema row = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
        SinkRecord record = new ChangeTopic("_x", row, List.of("id")).upsert(new At(0, 0, 1), "c", Map.of("id", 1L));
        try (TaskRun task = task("index.name.format", "${topic}")) {
            assertFails(task, List.of(record), "elasticsearch.index-name", "begins with '_'", "'index.name.format'");
        }
    }

    @Test
    void failureOverride_counts() throws Exception {
        index.create("orders", FIELDS);
        try (TaskRun task = task("failure.overrides", "document_parsing_exception:systemic")) {
            assertFails(
                    task,
                    orders.create(1, "a", ContractTarget.REFUSED_QUANTITY, null).take(),
                    "document_parsing_exception");
        }
    }

    @Test
    void gzip_arrives() throws Exception {
        try (TaskRun task = task("connection.compression", "gzip")) {
            for (int i = 0; i < 1_000; i++) {
                orders.create(i, "name", i, "note");
            }
            task.put(orders.updateWithoutNote(1, "changed", 5).take()).drain();
        }
        assertThat(index.documents("orders")).hasSize(1_000);
        assertThat(index.documents("orders").get("1").get("note").asText()).isEqualTo("note");
    }

    @Test
    void nullKey_namesTheRecord() throws Exception {
        SinkRecord record = orders.create(1, "a", 1, null).take().get(0);
        SinkRecord withoutKey = record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                null,
                null,
                record.valueSchema(),
                record.value(),
                record.timestamp());
        try (TaskRun task = task()) {
            task.put(List.of(withoutKey)).drain();
        }
        assertThat(reports.messages())
                .singleElement()
                .asString()
                .contains("decode.null-key", "shop.public.orders-0@0", "set it to 'kafka'");
    }
}
