/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.restore;

import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.PayloadFidelity;
import io.millrace.dlq.order.RecordRestorer;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes the records of letters again as the worker would hand them over, by the converters and transformations that the
 * connector's own configuration names. Plugins are loaded with the first letter. Confined to the task thread.
 *
 * <p>What the worker would use where the connector's configuration names nothing cannot be seen from a connector. Rather than
 * guess, such letters are refused; only headers are taken to be converted by the converter that Connect has by default.
 */
public final class ConfiguredRestorer implements RecordRestorer {
    static final String KEY_CONVERTER = "key.converter";
    static final String VALUE_CONVERTER = "value.converter";
    static final String HEADER_CONVERTER = "header.converter";

    private final PluginSettings settings;
    private final boolean readsHeaders;
    private @Nullable RecordConverters converters;
    private @Nullable RecordConverters lettersOwn;
    private @Nullable Transformations transformations;

    /**
     * @param config the connector's configuration
     * @param loader finds the worker's plugins: that of a class of the connector
     * @param readsHeaders whether what becomes of a record depends on its headers
     */
    public ConfiguredRestorer(Map<String, String> config, ClassLoader loader, boolean readsHeaders) {
        this.settings = new PluginSettings(config, loader);
        this.readsHeaders = readsHeaders;
    }

    /** Why letters that hold the bytes of their records cannot be made records again, as far as that can be seen; else {@code null}. */
    public @Nullable String problem() {
        for (String key : new String[] {KEY_CONVERTER, VALUE_CONVERTER}) {
            if (settings.text(key) == null) {
                return "'" + key
                        + "' is not in the connector's configuration, and what the worker has cannot be seen from a"
                        + " connector";
            }
        }
        return null;
    }

    @Override
    public SinkRecord restore(DeadLetter letter) {
        PayloadFidelity fidelity = letter.record().fidelity();
        if (fidelity == PayloadFidelity.REFERENCE) {
            throw new IllegalArgumentException("the letter only refers to its record; edit it, or discard it");
        }
        if (fidelity == PayloadFidelity.REDACTED && readsHeaders) {
            throw new IllegalArgumentException(
                    "values of the record's headers were left out of the letter, and the connector"
                            + " reads headers; discard it, or write the record to its topic once more");
        }
        return fidelity == PayloadFidelity.RESERIALIZED ? reserialized(letter) : original(letter);
    }

    private SinkRecord original(DeadLetter letter) {
        Transformations chain = transformations;
        if (chain == null) {
            chain = new Transformations(settings);
            transformations = chain;
        }
        RecordConverters open = converters;
        if (open == null) {
            open = RecordConverters.configured(settings);
            converters = open;
        }
        return chain.apply(open.record(letter));
    }

    /** Such a letter holds the record as transformations had left it, but for its topic. */
    private SinkRecord reserialized(DeadLetter letter) {
        String transforms = settings.text("transforms");
        if (transforms != null && !transforms.isBlank()) {
            throw new IllegalArgumentException(
                    "the worker did not give the record's bytes away, and what 'transforms' had"
                            + " made of its topic is not in the letter; edit the letter, or discard it");
        }
        RecordConverters open = lettersOwn;
        if (open == null) {
            open = RecordConverters.ofLetters();
            lettersOwn = open;
        }
        return open.record(letter);
    }

    @Override
    public void close() {
        if (converters != null) {
            converters.close();
            converters = null;
        }
        if (lettersOwn != null) {
            lettersOwn.close();
            lettersOwn = null;
        }
        if (transformations != null) {
            transformations.close();
            transformations = null;
        }
    }
}
