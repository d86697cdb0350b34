/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dlq.control.AuditEntry;
import io.millrace.dlq.control.AuditEvent;
import io.millrace.dlq.control.LedgerEntry;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.LetterStatus;
import io.millrace.dlq.order.LedgerImage;
import io.millrace.testkit.memory.MemoryServer;
import io.millrace.testkit.order.OrderLog.Change;
import io.millrace.testkit.order.OrderLog.Kind;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Where a target keeps the ledger of dead letters, it says the same as its rows whenever somebody dies. Confined to one thread. */
final class RowsAndLedger {
    private final OrderLog log;
    private final MemoryServer server;
    private final LedgerImage image;

    RowsAndLedger(OrderLog log, MemoryServer server, LedgerImage image) {
        this.log = log;
        this.server = server;
        this.image = image;
    }

    /**
     * Nothing of a key was applied over a letter that is open, unless its record comes again; and what the ledger calls
     * applied was.
     *
     * @param comingAgain where partitions are read again from after a crash, for targets that keep no progress
     */
    void assertAgree(Map<TopicPartition, Long> comingAgain) {
        for (TopicPartition partition : log.topicPartitions()) {
            for (LetterEntry letter : image.openLetters(partition)) {
                long applied = applied(letter);
                boolean comesAgain = applied >= comingAgain.getOrDefault(partition, Long.MAX_VALUE);
                assertThat(applied < letter.offset() || comesAgain)
                        .as("%s is open, and %s of its key is applied", letter, applied)
                        .isTrue();
            }
            for (LetterEntry letter : image.endedLetters(partition)) {
                boolean isApplied = letter.status() == LetterStatus.APPLIED
                        || letter.status() == LetterStatus.REPLAYED
                        || letter.status() == LetterStatus.SUPERSEDED;
                if (isApplied && changeOf(letter).kind() != Kind.NOTHING) {
                    assertThat(applied(letter)).as("applied, by %s", letter).isGreaterThanOrEqualTo(letter.offset());
                }
            }
        }
    }

    /** The greatest offset of a letter's key that was ever applied. */
    private long applied(LetterEntry letter) {
        return server.version(OrderLog.TABLE, "{\"id\":" + changeOf(letter).id() + "}");
    }

    private Change changeOf(LetterEntry letter) {
        return log.change(new TopicPartition(letter.topic(), letter.partition()), letter.offset());
    }

    /** Whoever did not come to tell, somebody has told. */
    static void assertWhatWasAppliedIsTold(List<LedgerEntry> ledger, List<AuditEntry> audit) {
        for (LedgerEntry entry : ledger) {
            if (entry instanceof LetterEntry letter && letter.status() == LetterStatus.APPLIED) {
                assertThat(audit)
                        .as("the audit of %s", letter)
                        .anyMatch(told -> told.event() == AuditEvent.REPLAYED
                                && letter.id().equals(told.letter())
                                && told.plan().equals(letter.plan()));
            }
        }
    }
}
