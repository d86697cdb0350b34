/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.rig;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.testkit.server.ElasticsearchRest;

/** An index that is written to while something is measured. Confined to one thread. */
public final class SearchIndex implements AutoCloseable {
    private static final String MAPPING =
            """
            {"settings": {"number_of_shards": 1, "number_of_replicas": 0},
             "mappings": {"dynamic": "strict", "properties": {
               "id": {"type": "long"}, "revision": {"type": "long"}, "name": {"type": "keyword"},
               "email": {"type": "keyword"}, "amount": {"type": "double"}, "created_at": {"type": "date"},
               "note": {"type": "text"}}}}
            """;
    private static final String SUMS =
            """
            {"size": 0, "track_total_hits": true, "aggs": {
              "id": {"sum": {"field": "id"}}, "revision": {"sum": {"field": "revision"}},
              "amount": {"max": {"field": "amount"}}, "first": {"min": {"field": "created_at"}},
              "last": {"max": {"field": "created_at"}},
              "name": {"value_count": {"field": "name"}}, "email": {"value_count": {"field": "email"}}}}
            """;

    private final ElasticsearchRest rest;
    private final String name;

    private SearchIndex(ElasticsearchRest rest, String name) {
        this.rest = rest;
        this.name = name;
    }

    static SearchIndex create(ElasticsearchRest rest, String name) {
        rest.put("/" + name, MAPPING);
        return new SearchIndex(rest, name);
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** How many index operations it has carried out; asked for without any effect on searches. */
    public long indexed() {
        return rest.get("/" + name + "/_stats/indexing")
                .path("_all")
                .path("primaries")
                .path("indexing")
                .path("index_total")
                .asLong();
    }

    /** What it holds, in short: how many documents, and sums over their fields. */
    public String content() {
        rest.refresh(name);
        JsonNode answer = rest.search(name, SUMS);
        return answer.path("hits").path("total").path("value").asText() + " documents, " + answer.path("aggregations");
    }

    /** A document as it was sent. */
    public JsonNode document(long id) {
        return rest.get("/" + name + "/_doc/" + id).path("_source");
    }

    @Override
    public void close() {
        rest.deleteIndex(name);
    }
}
