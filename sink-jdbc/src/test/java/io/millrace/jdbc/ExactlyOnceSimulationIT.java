/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testkit.proxy.FaultProxy;
import io.millrace.testkit.server.TestServers;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plain inserts on a real PostgreSQL have each row once, whatever happens to tasks, lanes and connections. */
class ExactlyOnceSimulationIT {
    private static final Logger LOG = LoggerFactory.getLogger(ExactlyOnceSimulationIT.class);
    private static final Map<String, Integer> HAPPENED = new TreeMap<>();

    /** One of them again: {@code -Dmillrace.seed=}. */
    static LongStream seeds() {
        Long seed = Long.getLong("millrace.seed");
        return seed == null ? new Random().longs(Integer.getInteger("millrace.runs", 12)) : LongStream.of(seed);
    }

    @AfterAll
    static void tell() {
        LOG.info("What happened: {}", HAPPENED);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void exactlyOnce_eachRowIsThereOnce(long seed) throws Exception {
        run(seed, "exactly_once").forEach((what, count) -> HAPPENED.merge(what, count, Integer::sum));
    }

    @Test
    void atLeastOnce_wouldNotPassThis() {
        Random random = new Random(1);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 20; i++) {
                        run(random.nextLong(), "at_least_once");
                    }
                })
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("each record is in its table once");
    }

    private static Map<String, Integer> run(long seed, String delivery) throws Exception {
        Database database = new Database();
        try (FaultProxy proxy =
                FaultProxy.before("127.0.0.1", TestServers.postgres().port())) {
            Map<String, String> config = database.configThrough(
                    proxy.port(),
                    "delivery",
                    delivery,
                    "insert.mode",
                    "insert",
                    "copy.min.values",
                    Long.toString(Math.floorMod(seed, 2)),
                    "connection.timeout.ms",
                    "1000",
                    "statement.timeout.ms",
                    "5000",
                    "socket.timeout.ms",
                    "6000");
            return new ExactlyOnceSimulation(seed, database, proxy, config).run();
        } catch (AssertionError e) {
            throw new AssertionError("With -Dmillrace.seed=" + seed + ": " + e.getMessage(), e);
        }
    }
}
