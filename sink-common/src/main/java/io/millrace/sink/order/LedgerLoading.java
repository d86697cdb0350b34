/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.control.LedgerEntry;
import io.millrace.dlq.control.OwnerEntry;
import io.millrace.dlq.order.DurableWriter;
import io.millrace.dlq.order.LedgerImage;
import io.millrace.dlq.order.LedgerRefusedException;
import io.millrace.dlq.order.LedgerStore;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.time.TimeSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes this task the owner of partitions in the ledger, and reads what earlier owners have left. Confined to the task
 * thread.
 *
 * <p>The ledger is read and the partitions are claimed by an entry with a higher epoch. When the worker has called again,
 * which it does not where the partition was lost meanwhile, the claim is confirmed and the ledger is read once more: what
 * stands before the confirmation counts, and what stands behind it from somebody else was written late.
 */
final class LedgerLoading {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerLoading.class);
    private static final long PAUSE_NANOS = 500_000_000L;

    private final OrderSettings settings;
    private final LedgerStore store;
    private final DurableWriter<OwnEntries> writer;
    private final OrderEvents events;
    private final TimeSource time;
    private final List<Batch> batches = new ArrayList<>();

    LedgerLoading(
            OrderSettings settings,
            LedgerStore store,
            DurableWriter<OwnEntries> writer,
            OrderEvents events,
            TimeSource time) {
        this.events = events;
        this.settings = settings;
        this.store = store;
        this.writer = writer;
        this.time = time;
    }

    /** Takes what has been loaded. */
    interface Loaded {
        void accept(SourcePartition source, long epoch, LedgerImage image);
    }

    void begin(Collection<SourcePartition> sources) {
        batches.add(new Batch(List.copyOf(sources)));
    }

    boolean isBusy() {
        return !batches.isEmpty();
    }

    void poll(Loaded loaded) {
        if (batches.isEmpty()) {
            return;
        }
        batches.removeIf(batch -> batch.isDone(loaded));
    }

    private final class Batch {
        private final List<SourcePartition> sources;
        private final Map<SourcePartition, Long> epochs = new IdentityHashMap<>();
        private @Nullable Future<List<LedgerEntry>> reading;
        private Stage stage = Stage.READING;
        private int failures;
        private long notBefore;

        Batch(List<SourcePartition> sources) {
            this.sources = sources;
            this.notBefore = time.nanos();
        }

        boolean isDone(Loaded loaded) {
            if (sources.stream().allMatch(SourcePartition::isRevoked)) {
                return true;
            }
            if (stage == Stage.CLAIMED) {
                write(true, Stage.CONFIRMED);
                return false;
            }
            if (stage == Stage.CONFIRMED && isAwaited()) {
                // Only what the ledger says from then on fits to what the target tells.
                return false;
            }
            LedgerImage image = stage == Stage.WRITING ? null : read();
            if (image == null) {
                return false;
            }
            if (stage == Stage.READING) {
                sources.forEach(source -> epochs.put(source, image.epoch(source.topicPartition()) + 1));
                write(false, Stage.CLAIMED);
                return false;
            }
            for (SourcePartition source : sources) {
                if (!source.isRevoked()) {
                    loaded.accept(source, epochs.getOrDefault(source, 0L), image);
                }
            }
            return true;
        }

        private boolean isAwaited() {
            return sources.stream().anyMatch(source -> !source.isRevoked() && events.isAwaited(source));
        }

        private @Nullable LedgerImage read() {
            if (reading == null && time.nanos() - notBefore >= 0) {
                reading = store.read();
            }
            if (reading == null || !reading.isDone()) {
                return null;
            }
            Future<List<LedgerEntry>> done = reading;
            reading = null;
            try {
                List<LedgerEntry> entries = done.get();
                if (failures > 0) {
                    LOG.info("The ledger of the dead letters can be read again");
                }
                return new LedgerImage(settings.connector(), entries);
            } catch (ExecutionException | CancellationException e) {
                failed(e);
                return null;
            } catch (InterruptedException e) {
                // A done future does not wait, so this is an interrupt meant for the caller.
                Thread.currentThread().interrupt();
                return null;
            }
        }

        private void failed(Exception error) {
            if (error.getCause() instanceof LedgerRefusedException refused) {
                throw refused;
            }
            notBefore = time.nanos() + PAUSE_NANOS;
            if (failures++ == 0) {
                LOG.warn("Cannot read the ledger of the dead letters; {} wait until it can be read", sources, error);
            }
        }

        private void write(boolean confirmed, Stage then) {
            stage = Stage.WRITING;
            int[] missing = {sources.size()};
            for (SourcePartition source : sources) {
                LedgerEntry owner = new OwnerEntry(
                        settings.connector(),
                        source.topic(),
                        source.partition(),
                        settings.task(),
                        confirmed,
                        epochs.getOrDefault(source, 0L),
                        time.millis());
                writer.write(new OwnEntries(source, List.of(owner)), () -> {
                    if (--missing[0] == 0) {
                        stage = then;
                    }
                });
            }
        }
    }

    private enum Stage {
        READING,
        WRITING,
        CLAIMED,
        CONFIRMED
    }
}
