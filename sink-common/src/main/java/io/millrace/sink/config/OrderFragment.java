/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.config;

import io.millrace.dlq.control.ControlTopics;
import io.millrace.dlq.control.OrderPolicy;
import io.millrace.dlq.letter.Privacy;
import io.millrace.sink.order.OrderPolicies;
import io.millrace.sink.order.OrderSettings;
import io.millrace.sink.record.Folding;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.jspecify.annotations.Nullable;

/** What becomes of the later records of a key that has a dead letter, and where the books about it are. */
public final class OrderFragment implements ConfigFragment {
    /** Public for targets whose own settings do not go with some policies. */
    public static final String ORDER = "dlq.order";

    /** Public for targets that can keep the ledger. */
    public static final String LEDGER_PLACE = "dlq.ledger";

    static final String LEDGER = "dlq.ledger.topic.name";
    static final String COMMANDS = "dlq.commands.topic.name";
    static final String AUDIT = "dlq.audit.topic.name";
    static final String MAX_KEYS = "dlq.order.max.keys";
    static final String MAX_LETTERS = "dlq.order.max.letters.per.key";
    static final String OVERFLOW = "dlq.order.overflow";

    /** What happens when there are more letters than may be. */
    enum Overflow {
        PAUSE,
        FAIL
    }

    /** Where the ledger is kept. */
    enum Place {
        TOPIC,
        TARGET
    }

    private final Function<ConfigView, Folding> folding;
    private final Function<ConfigView, @Nullable String> orderMatters;
    private final Function<ConfigView, Optional<String>> refusal;

    /**
     * @param folding what changes mean at the target by the settings of a topic, other things of which may be wrong
     * @param orderMatters by the same, what to set otherwise before letters may be replayed in any order, or {@code null}
     * @param refusal why the target cannot keep the ledger by some settings, if that is so
     */
    public OrderFragment(
            Function<ConfigView, Folding> folding,
            Function<ConfigView, @Nullable String> orderMatters,
            Function<ConfigView, Optional<String>> refusal) {
        this.folding = folding;
        this.orderMatters = orderMatters;
        this.refusal = refusal;
    }

    /** Whether the ledger is kept by the target, by a configuration other things of which may be wrong. */
    public static boolean isLedgerInTarget(ConfigView config) {
        return Definitions.name(Place.TARGET).equals(config.text(LEDGER_PLACE));
    }

    /** The same for a configuration that has been checked. */
    public static boolean isLedgerInTarget(AbstractConfig config) {
        return Definitions.name(Place.TARGET).equals(config.getString(LEDGER_PLACE));
    }

    /** Whether letters go to a topic, beside which books can be kept. */
    public static boolean mayKeepLedger(AbstractConfig config) {
        return config.getList(DeadLetterFragment.DESTINATIONS)
                .contains(Definitions.name(DeadLetterFragment.Kind.TOPIC));
    }

    @Override
    public void define(ConfigDef definition) {
        new Definitions(definition, "Order behind dead letters")
                .add(
                        ORDER,
                        Type.STRING,
                        Definitions.name(OrderPolicy.NONE),
                        Definitions.oneOf(OrderPolicy.class),
                        Importance.HIGH,
                        "Order",
                        "What becomes of later records of a key that has a dead letter. 'supersede': one that holds its whole"
                                + " row, or deletes it, is applied and closes the key's letters, a part of a row becomes a"
                                + " letter, too; 'park': all become letters, in order; 'halt': the task takes nothing more until"
                                + " the letter is replayed, edited or discarded, and without 'dlq.topic.name' there is no"
                                + " letter and it fails; 'any': they are applied, and letters can be replayed in any order, where"
                                + " no change can do harm to another (S3, rows that are only inserted or have versions); 'none':"
                                + " they are applied, and letters cannot be replayed. All but 'none'"
                                + " keep books on topics beside 'dlq.topic.name' and carry out commands of the 'dlq' program:"
                                + " letters are replayed and never put an old state over a newer one.")
                .add(
                        LEDGER_PLACE,
                        Type.STRING,
                        Definitions.name(Place.TOPIC),
                        Definitions.oneOf(Place.class),
                        Importance.LOW,
                        "Place of the ledger",
                        "Where it is kept what has become of keys and letters. 'topic': on a topic beside the letters;"
                                + " 'target': in a table of the database that is written to, where it is committed together"
                                + " with the row that it follows from (PostgreSQL only). Letters, commands and audit are on"
                                + " topics either way; the 'dlq' program cannot see a ledger in the target.")
                .add(
                        LEDGER,
                        Type.STRING,
                        null,
                        Definitions.notBlank(),
                        Importance.LOW,
                        "Ledger",
                        "Topic that says what has become of keys and letters; compacted. If not set, 'dlq.topic.name' with"
                                + " '.ledger' behind it. Connectors may share it. It is created as the topic of the letters"
                                + " is, and so are the next two.")
                .add(
                        COMMANDS,
                        Type.STRING,
                        null,
                        Definitions.notBlank(),
                        Importance.LOW,
                        "Commands",
                        "Topic that says what is to be done with letters. If not set, 'dlq.topic.name' with '.commands' behind"
                                + " it.")
                .add(
                        AUDIT,
                        Type.STRING,
                        null,
                        Definitions.notBlank(),
                        Importance.LOW,
                        "Audit",
                        "Topic that says what has been done with letters, and for whom. If not set, 'dlq.topic.name' with"
                                + " '.audit' behind it.")
                .add(
                        MAX_KEYS,
                        Type.INT,
                        10_000,
                        Range.atLeast(1),
                        Importance.MEDIUM,
                        "Most keys with letters",
                        "How many keys may have open letters in a task at a time. Each takes about 1 kB of memory. With"
                                + " 'dlq.order' 'any', each letter counts as a key.")
                .add(
                        MAX_LETTERS,
                        Type.INT,
                        1_000,
                        Range.atLeast(1),
                        Importance.MEDIUM,
                        "Most letters of a key",
                        "How many open letters a key may have at a time.")
                .add(
                        OVERFLOW,
                        Type.STRING,
                        Definitions.name(Overflow.PAUSE),
                        Definitions.oneOf(Overflow.class),
                        Importance.MEDIUM,
                        "When there are more",
                        "What to do when there would be more. 'pause': the stream waits until letters are replayed or given"
                                + " up; 'fail': the task fails, and cannot replay any.");
    }

    @Override
    public List<String> perTopic() {
        return List.of(ORDER);
    }

    @Override
    public void checkTopic(ConfigView config, Problems problems) {
        OrderPolicy policy = policy(config.text(ORDER));
        if (policy == null || policy == OrderPolicy.HALT || policy == OrderPolicy.NONE) {
            return;
        }
        String named = "is '" + Definitions.name(policy) + "', ";
        List<String> destinations = config.list(DeadLetterFragment.DESTINATIONS);
        boolean refused = destinations.isEmpty() && config.posted(DeadLetterFragment.DESTINATIONS) != null;
        if (!refused && !destinations.contains(Definitions.name(DeadLetterFragment.Kind.TOPIC))) {
            problems.add(
                    ORDER,
                    named + "which keeps books on topics beside '" + DeadLetterFragment.TOPIC + "', but '"
                            + DeadLetterFragment.DESTINATIONS + "' does not list 'topic'; list it, or set 'none'");
        }
        checkTarget(policy, named, config, problems);
        if (policy == OrderPolicy.PARK
                && Definitions.name(Privacy.Payload.REFERENCE).equals(config.text(PrivacyFragment.PAYLOAD))) {
            problems.add(
                    PrivacyFragment.PAYLOAD,
                    "is 'reference', so that letters cannot be replayed and what '" + ORDER
                            + "' 'park' has parked could" + " never be applied; set 'full', or '" + ORDER
                            + "' to 'supersede' or 'none'");
        }
    }

    private void checkTarget(OrderPolicy policy, String named, ConfigView config, Problems problems) {
        Folding rows = folding.apply(config);
        if (policy == OrderPolicy.ANY) {
            String matters = rows == Folding.LOG ? null : orderMatters.apply(config);
            if (matters != null) {
                problems.add(ORDER, named + "but " + matters + "; or set 'supersede', 'park', 'halt' or 'none'");
            }
        } else if (rows == Folding.LOG) {
            problems.add(
                    ORDER,
                    named + "but every change is kept at the target with its offset, so there is no order to keep; set"
                            + " 'any', 'none' or 'halt'");
        } else if ("none".equals(config.text(EventFragment.KEY_SOURCE))) {
            problems.add(
                    ORDER,
                    named + "but '" + EventFragment.KEY_SOURCE
                            + "' is 'none', so there are no keys to keep in order; set" + " 'none' or 'halt'");
        } else if (rows == Folding.NONE && policy == OrderPolicy.SUPERSEDE) {
            problems.add(
                    ORDER,
                    named
                            + "but with these settings later events of a key do not replace its row, so none of them stands for"
                            + " an earlier one; set 'park', or 'none' if the order of a key does not matter");
        }
    }

    private static @Nullable OrderPolicy policy(@Nullable String name) {
        return name == null ? null : Definitions.constant(OrderPolicy.class, name);
    }

    @Override
    public void check(ConfigView config, Problems problems) {
        String letters = config.text(DeadLetterFragment.TOPIC);
        boolean inTarget = isLedgerInTarget(config);
        if (inTarget) {
            checkPlace(config, letters, problems);
        }
        List<String> keys = List.of(LEDGER, COMMANDS, AUDIT);
        if (letters == null) {
            keys.stream()
                    .filter(key -> config.text(key) != null && !(inTarget && key.equals(LEDGER)))
                    .forEach(key -> problems.add(
                            key,
                            "has no meaning without '" + DeadLetterFragment.TOPIC + "'; set that, or remove this"));
            return;
        }
        ControlTopics byDefault = ControlTopics.of(letters);
        List<String> names = List.of(
                nameOr(config.text(LEDGER), byDefault.ledger()),
                nameOr(config.text(COMMANDS), byDefault.commands()),
                nameOr(config.text(AUDIT), byDefault.audit()));
        Set<String> used = new HashSet<>(Set.of(letters));
        for (int i = inTarget ? 1 : 0; i < keys.size(); i++) {
            if (!used.add(names.get(i))) {
                problems.add(
                        keys.get(i),
                        "'" + names.get(i) + "' is used for something else already: letters, ledger, commands and audit"
                                + " each need a topic of their own");
            } else if (isRead(config, names.get(i))) {
                problems.add(
                        keys.get(i),
                        "'" + names.get(i) + "' is one of the topics that the connector reads; name another");
            }
        }
    }

    private void checkPlace(ConfigView config, @Nullable String letters, Problems problems) {
        refusal.apply(config).ifPresent(why -> problems.add(LEDGER_PLACE, "is 'target', but " + why + "; set 'topic'"));
        if (letters == null) {
            problems.add(
                    LEDGER_PLACE,
                    "is 'target', but without '" + DeadLetterFragment.TOPIC
                            + "' there is no ledger; set that, or remove this");
        }
        if (config.posted(LEDGER) != null) {
            problems.add(
                    LEDGER,
                    "names a topic for the ledger, but '" + LEDGER_PLACE + "' is 'target'; remove one of the two");
        }
    }

    /** Whether the connector reads a topic, as far as a configuration says that. */
    static boolean isRead(ConfigView config, String topic) {
        String topics = config.posted("topics");
        if (topics != null && List.of(topics.strip().split("\\s*,\\s*")).contains(topic)) {
            return true;
        }
        String regex = config.posted("topics.regex");
        try {
            return regex != null && Pattern.compile(regex).matcher(topic).matches();
        } catch (PatternSyntaxException e) {
            // The worker refuses it and says so.
            return false;
        }
    }

    private static String nameOr(@Nullable String name, String byDefault) {
        return name == null ? byDefault : name;
    }

    /** The topics beside that of the letters, for a configuration that has been checked and names that one. */
    public static ControlTopics topics(AbstractConfig config) {
        ControlTopics byDefault = ControlTopics.of(config.getString(DeadLetterFragment.TOPIC));
        return new ControlTopics(
                nameOr(config.getString(LEDGER), byDefault.ledger()),
                nameOr(config.getString(COMMANDS), byDefault.commands()),
                nameOr(config.getString(AUDIT), byDefault.audit()));
    }

    /** How order is kept, for a configuration that has been checked. */
    public static OrderSettings read(AbstractConfig config, String connector, int task) {
        Map<String, OrderPolicy> overrides = new HashMap<>();
        for (TopicScope scope : TopicOverrides.scopes(config)) {
            overrides.put(scope.override(), Definitions.constant(OrderPolicy.class, scope.text(ORDER)));
        }
        return new OrderSettings(
                connector,
                task,
                new OrderPolicies(Definitions.constant(OrderPolicy.class, config.getString(ORDER)), overrides),
                config.getInt(MAX_KEYS),
                config.getInt(MAX_LETTERS),
                Definitions.constant(Overflow.class, config.getString(OVERFLOW)) == Overflow.PAUSE);
    }
}
