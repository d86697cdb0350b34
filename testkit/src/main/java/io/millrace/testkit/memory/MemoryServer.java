/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.testkit.contract.ContractTarget;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A "server" that keeps tables in memory and understands requests of JSON lines, one operation a line. It has what makes
 * real servers difficult: it can be away, fail before or after it has applied a request, or half-way through; it rejects
 * rows; and a row may need another one to be there first. Thread-safe by its own lock.
 */
public final class MemoryServer {
    /** The value that no column takes. */
    public static final String POISON = "poison";

    /** The column that must hold the key of a row, of any table, or nothing. */
    public static final String PARENT = "parent";

    /** Something that goes wrong with one request. */
    public enum Fault {
        /** Nobody answers. */
        REFUSED,
        /** An error that asks for another try; nothing was applied. */
        BUSY,
        /** An error that nobody knows; nothing was applied. */
        STRANGE,
        /** The connection breaks after the first half was applied. */
        HALF_APPLIED,
        /** Everything was applied, and the answer got lost. */
        REPLY_LOST,
        /** There is no such table; nothing was applied. */
        NO_TABLE
    }

    /** What the server says about one operation. */
    enum Answer {
        APPLIED,
        STALE,
        REJECTED,
        PARENT_MISSING,
        NO_TABLE
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the server makes of operations. */
    public enum Keeping {
        /** Rows, as the last operation left them. */
        ROWS,
        /** Rows, and an operation is ignored that is older than what its row has seen. */
        NEWEST_ROWS,
        /** Every operation, whatever it says. */
        LOG
    }

    private final Keeping keeping;
    private final Map<String, Map<String, JsonNode>> tables = new TreeMap<>();
    private final Map<String, Long> versions = new HashMap<>();
    private final List<JsonNode> log = new ArrayList<>();
    private final Map<String, JsonNode> named = new TreeMap<>();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private final Set<String> missing = new HashSet<>();
    private final Set<String> refusing = new HashSet<>();
    private final MemoryProgress.Kept progress = new MemoryProgress.Kept();
    private Consumer<JsonNode> watcher = operation -> {};
    private boolean away;
    private boolean tolerant;
    private boolean conflict;
    private long requests;

    public MemoryServer(Keeping keeping) {
        this.keeping = keeping;
    }

    /** Lets the coming requests go wrong, one fault each. */
    public synchronized void failNext(Fault... coming) {
        faults.addAll(List.of(coming));
    }

    /** Lets somebody see each operation right when it has been applied, on the thread of its request. */
    public synchronized void watch(Consumer<JsonNode> watcher) {
        this.watcher = watcher;
    }

    /** Whether faults are left that no request has met yet. */
    public synchronized boolean hasFaults() {
        return !faults.isEmpty();
    }

    /** Makes the server answer nobody, or everybody again. */
    public synchronized void setAway(boolean away) {
        this.away = away;
    }

    /** Makes the server take what it has refused, or refuse it again. */
    public synchronized void setTolerant(boolean tolerant) {
        this.tolerant = tolerant;
    }

    /** Takes a table away, or brings it back with the rows it had. */
    public synchronized void setMissing(String table, boolean away) {
        if (away) {
            missing.add(table);
        } else {
            missing.remove(table);
        }
    }

    /** Makes a table reject every row, or take rows again. */
    public synchronized void setRefusing(String table, boolean all) {
        if (all) {
            refusing.add(table);
        } else {
            refusing.remove(table);
        }
    }

    /** Lets the next publication of a log find that somebody else was faster, so that what it holds must be put together anew. */
    public synchronized void conflictNext() {
        conflict = true;
    }

    /** Whether somebody else was faster; asked before each publication. */
    synchronized boolean takeConflict() {
        boolean taken = conflict;
        conflict = false;
        return taken;
    }

    /** How far partitions have come, as a task that writes it together with rows sees it. */
    MemoryProgress progress() {
        return new MemoryProgress(progress);
    }

    /** How many requests have come so far. */
    public synchronized long requests() {
        return requests;
    }

    /** The rows of a table by key, as JSON. */
    public synchronized Map<String, JsonNode> table(String name) {
        return new TreeMap<>(tables.getOrDefault(name, Map.of()));
    }

    /** Every operation that was applied, in order. */
    public synchronized List<JsonNode> log() {
        return List.copyOf(log);
    }

    /** One past the highest offset of a partition in the log; 0 if there is none. */
    synchronized long logEnd(String partition) {
        long end = 0;
        for (JsonNode operation : log) {
            if (operation.get("partition").asText().equals(partition)) {
                end = Math.max(end, operation.get("offset").asLong() + 1);
            }
        }
        return end;
    }

    /** The highest offset that was applied or found stale for a key, or -1. */
    public synchronized long version(String table, String key) {
        return versions.getOrDefault(table + key, -1L);
    }

    /**
     * Applies a request.
     *
     * @param each whether operations are answered one by one where a table is missing; else the whole request goes wrong
     * @return one answer for each line
     * @throws MemoryServerException if the request goes wrong as a whole
     */
    synchronized List<Answer> apply(byte[] request, int length, boolean each) throws MemoryServerException {
        return watched(request, length, each, false, answers -> {});
    }

    /**
     * The same in a transaction: no request is applied half-way.
     *
     * @param then does what is to be durable together with the operations, whether or not the answer arrives
     */
    synchronized List<Answer> transact(byte[] request, int length, boolean each, Consumer<List<Answer>> then)
            throws MemoryServerException {
        return watched(request, length, each, true, then);
    }

    private List<Answer> watched(byte[] request, int length, boolean each, boolean whole, Consumer<List<Answer>> then)
            throws MemoryServerException {
        int before = log.size();
        try {
            return run(request, length, each, whole, then);
        } finally {
            log.subList(before, log.size()).forEach(watcher);
        }
    }

    private List<Answer> run(byte[] request, int length, boolean each, boolean whole, Consumer<List<Answer>> then)
            throws MemoryServerException {
        Fault fault = nextFault(whole);
        List<JsonNode> operations = parse(request, length);
        for (JsonNode operation : operations) {
            String table = operation.get("table").asText();
            if (!each && missing.contains(table)) {
                throw new MemoryServerException(Fault.NO_TABLE, "table '" + table + "' does not exist");
            }
        }
        int count = fault == Fault.HALF_APPLIED ? operations.size() / 2 : operations.size();
        List<Answer> answers = new ArrayList<>();
        for (JsonNode operation : operations.subList(0, count)) {
            answers.add(apply(operation));
        }
        then.accept(answers);
        if (fault != null) {
            throw new MemoryServerException(fault, "connection reset");
        }
        return answers;
    }

    /**
     * Begins a request.
     *
     * @param whole whether it is never applied half-way
     * @return what will go wrong once it was applied, or {@code null}
     */
    private @Nullable Fault nextFault(boolean whole) throws MemoryServerException {
        requests++;
        if (away) {
            throw new MemoryServerException(Fault.REFUSED, "connection refused");
        }
        Fault fault = faults.pollFirst();
        if (fault == Fault.REFUSED
                || fault == Fault.BUSY
                || fault == Fault.STRANGE
                || (whole && fault == Fault.HALF_APPLIED)) {
            throw new MemoryServerException(fault, "nothing was applied");
        }
        return fault;
    }

    /** Keeps one operation beside the log, under a name that follows from where it came from. Nothing is replaced. */
    synchronized Answer keepNamed(byte[] line) throws MemoryServerException {
        Fault fault = nextFault(false);
        JsonNode operation = parse(line, line.length).get(0);
        JsonNode known = named.putIfAbsent(
                operation.get("partition").asText() + "@"
                        + operation.get("offset").asLong(),
                operation);
        if (fault != null) {
            throw new MemoryServerException(fault, "connection reset");
        }
        if (known == null) {
            return Answer.APPLIED;
        }
        return known.equals(operation) ? Answer.STALE : Answer.REJECTED;
    }

    /** What is kept beside the log, by partition and offset ({@code orders-0@7}). */
    public synchronized Map<String, JsonNode> named() {
        return new TreeMap<>(named);
    }

    /** Whether no column takes what an operation holds. */
    synchronized boolean refuses(byte[] line) {
        JsonNode row = parse(line, line.length).get(0).get("row");
        return !tolerant && row != null && isRefused(row);
    }

    /** Says what {@link #apply} would, and leaves everything as it is. */
    synchronized List<Answer> rehearse(byte[] request, int length, boolean each) throws MemoryServerException {
        Map<String, Map<String, JsonNode>> tablesBefore = new TreeMap<>();
        tables.forEach((name, rows) -> tablesBefore.put(name, new TreeMap<>(rows)));
        Map<String, Long> versionsBefore = new HashMap<>(versions);
        int logBefore = log.size();
        try {
            return run(request, length, each, false, answers -> {});
        } finally {
            requests--;
            tables.clear();
            tables.putAll(tablesBefore);
            versions.clear();
            versions.putAll(versionsBefore);
            log.subList(logBefore, log.size()).clear();
        }
    }

    private static List<JsonNode> parse(byte[] request, int length) {
        List<JsonNode> operations = new ArrayList<>();
        try (var values = JSON.readerFor(JsonNode.class).<JsonNode>readValues(request, 0, length)) {
            while (values.hasNextValue()) {
                operations.add(values.nextValue());
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("The encoder has written something that is not JSON lines", e);
        }
        return operations;
    }

    private Answer apply(JsonNode operation) {
        if (keeping == Keeping.LOG) {
            log.add(operation);
            return Answer.APPLIED;
        }
        String table = operation.get("table").asText();
        if (missing.contains(table)) {
            return Answer.NO_TABLE;
        }
        if (operation.get("op").asText().equals("truncate")) {
            tables.remove(table);
            log.add(operation);
            return Answer.APPLIED;
        }
        String key = operation.get("key").toString();
        long version = operation.get("offset").asLong();
        if (keeping == Keeping.NEWEST_ROWS && version < version(table, key)) {
            return Answer.STALE;
        }
        Answer answer = apply(operation, table, key);
        if (answer == Answer.APPLIED) {
            versions.merge(table + key, version, Math::max);
            log.add(operation);
        }
        return answer;
    }

    private Answer apply(JsonNode operation, String table, String key) {
        Map<String, JsonNode> rows = tables.computeIfAbsent(table, name -> new TreeMap<>());
        if (operation.get("op").asText().equals("delete")) {
            rows.remove(key);
            return Answer.APPLIED;
        }
        JsonNode row = operation.get("row");
        if (refusing.contains(table) || (!tolerant && isRefused(row))) {
            return Answer.REJECTED;
        }
        JsonNode parent = row.get(PARENT);
        if (parent != null && !parent.isNull() && !isThere(parent.asText())) {
            return Answer.PARENT_MISSING;
        }
        JsonNode known = rows.get(key);
        if (operation.get("op").asText().equals("update")) {
            if (known == null) {
                return Answer.PARENT_MISSING;
            }
            rows.put(key, merge(known, row));
        } else {
            rows.put(key, row);
        }
        return Answer.APPLIED;
    }

    private boolean isThere(String key) {
        for (Map.Entry<String, Map<String, JsonNode>> table : tables.entrySet()) {
            if (!missing.contains(table.getKey()) && table.getValue().containsKey(key)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isRefused(JsonNode row) {
        for (JsonNode value : row) {
            if (POISON.equals(value.asText())) {
                return true;
            }
        }
        JsonNode quantity = row.get("quantity");
        return quantity != null && quantity.asInt() == ContractTarget.REFUSED_QUANTITY;
    }

    private static JsonNode merge(JsonNode known, JsonNode part) {
        ObjectNode merged = known.deepCopy();
        part.properties().forEach(field -> merged.set(field.getKey(), field.getValue()));
        return merged;
    }

    /** A request that went wrong. */
    static final class MemoryServerException extends Exception {
        private static final long serialVersionUID = 1L;

        private final @Nullable Fault fault;

        MemoryServerException(@Nullable Fault fault, String message) {
            super(message);
            this.fault = fault;
        }

        @Nullable
        Fault fault() {
            return fault;
        }
    }
}
