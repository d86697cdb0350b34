/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch.bulk;

import static io.millrace.dlq.FailureClass.DEPENDENCY;
import static io.millrace.dlq.FailureClass.RECORD;
import static io.millrace.dlq.FailureClass.STALE;
import static io.millrace.dlq.FailureClass.SYSTEMIC;
import static io.millrace.dlq.FailureClass.TARGET_DOWN;
import static io.millrace.dlq.FailureClass.TRANSIENT;

import io.millrace.dlq.FailureClass;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Elasticsearch's errors mean: by type, where a type says several things by the beginning of its reason, and by
 * status where the type is not known. What is in no table is unclassified. Stateless.
 */
final class ErrorTable {
    /** Types, as 8.x and 9.x name them; some are OpenSearch's. */
    private static final Map<String, FailureClass> TYPES = Map.ofEntries(
            // The document cannot be indexed under this mapping.
            Map.entry("document_parsing_exception", RECORD),
            Map.entry("mapper_parsing_exception", RECORD),
            Map.entry("mapper_exception", RECORD),
            Map.entry("strict_dynamic_mapping_exception", RECORD),
            Map.entry("parsing_exception", RECORD),
            Map.entry("parse_exception", RECORD),
            Map.entry("json_parse_exception", RECORD),
            Map.entry("x_content_parse_exception", RECORD),
            Map.entry("number_format_exception", RECORD),
            Map.entry("date_time_parse_exception", RECORD),
            Map.entry("max_bytes_length_exceeded_exception", RECORD),
            // The document has something newer.
            Map.entry("version_conflict_engine_exception", STALE),
            Map.entry("document_missing_exception", DEPENDENCY),
            // Too much at once.
            Map.entry("es_rejected_execution_exception", TRANSIENT),
            Map.entry("rejected_execution_exception", TRANSIENT),
            Map.entry("circuit_breaking_exception", TRANSIENT),
            Map.entry("too_many_requests_exception", TRANSIENT),
            // The cluster is moving things about.
            Map.entry("unavailable_shards_exception", TRANSIENT),
            Map.entry("no_shard_available_action_exception", TRANSIENT),
            Map.entry("shard_not_in_primary_mode_exception", TRANSIENT),
            Map.entry("illegal_index_shard_state_exception", TRANSIENT),
            Map.entry("process_cluster_event_timeout_exception", TRANSIENT),
            Map.entry("timeout_exception", TRANSIENT),
            Map.entry("elasticsearch_timeout_exception", TRANSIENT),
            Map.entry("receive_timeout_transport_exception", TRANSIENT),
            Map.entry("task_cancelled_exception", TRANSIENT),
            Map.entry("resource_already_exists_exception", TRANSIENT),
            Map.entry("node_closed_exception", TRANSIENT),
            Map.entry("node_disconnected_exception", TRANSIENT),
            Map.entry("node_not_connected_exception", TRANSIENT),
            Map.entry("connect_transport_exception", TRANSIENT),
            Map.entry("already_closed_exception", TRANSIENT),
            Map.entry("engine_closed_exception", TRANSIENT),
            // Nobody can write.
            Map.entry("cluster_block_exception", TARGET_DOWN),
            Map.entry("index_closed_exception", TARGET_DOWN),
            Map.entry("master_not_discovered_exception", TARGET_DOWN),
            Map.entry("not_master_exception", TARGET_DOWN),
            // Something must be changed here or there.
            Map.entry("index_not_found_exception", SYSTEMIC),
            Map.entry("invalid_index_name_exception", SYSTEMIC),
            Map.entry("invalid_alias_name_exception", SYSTEMIC),
            Map.entry("security_exception", SYSTEMIC),
            Map.entry("authentication_exception", SYSTEMIC),
            Map.entry("routing_missing_exception", SYSTEMIC),
            Map.entry("validation_exception", SYSTEMIC),
            Map.entry("media_type_header_exception", SYSTEMIC),
            Map.entry("action_not_found_transport_exception", SYSTEMIC));

    /** A type for everything that is not as it should be; whose fault it is, the reason tells. */
    private static final String ILLEGAL_ARGUMENT = "illegal_argument_exception";

    private static final Map<String, FailureClass> ILLEGAL_ARGUMENTS = Map.of(
            "mapper [", RECORD,
            "Limit of ", RECORD,
            "Document contains at least one immense term", RECORD,
            "no write index is defined for alias", SYSTEMIC,
            "only write ops with an op_type of create are allowed in data streams", SYSTEMIC,
            "pipeline with id [", SYSTEMIC,
            "Can't merge a non object mapping", RECORD,
            "can't merge a non object mapping", RECORD);

    private ErrorTable() {}

    /** What an error means, or {@code null} if nothing here fits. */
    static @Nullable FailureClass meaning(ServerError error) {
        String type = error.type();
        if (type != null) {
            FailureClass known = type.equals(ILLEGAL_ARGUMENT) ? illegalArgument(error.reason()) : TYPES.get(type);
            if (known != null) {
                return known;
            }
        }
        return byStatus(error.status());
    }

    private static @Nullable FailureClass illegalArgument(String reason) {
        for (Map.Entry<String, FailureClass> known : ILLEGAL_ARGUMENTS.entrySet()) {
            if (reason.startsWith(known.getKey())) {
                return known.getValue();
            }
        }
        return null;
    }

    private static @Nullable FailureClass byStatus(int status) {
        return switch (status) {
            case 408, 429, 503, 504 -> TRANSIENT;
            case 502 -> TARGET_DOWN;
            case 401, 403, 404, 405, 406, 407, 410, 411, 415 -> SYSTEMIC;
            case 413 -> RECORD;
            default -> status / 100 == 3 ? SYSTEMIC : null;
        };
    }
}
