/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq;

import org.jspecify.annotations.Nullable;

/**
 * Why something could not be written, as a value: retry policy, metrics, letters and documentation all speak of these.
 * Immutable and thread-safe (the cause aside, which is only ever printed).
 *
 * <p>Messages say what, where and what to do. They never quote a row's values.
 */
public sealed interface Failure {
    /** A stable name for this kind of failure. */
    FailureCode code();

    /** One line for people. */
    String message();

    /** What the target or a library threw, or {@code null} where there was no exception. */
    @Nullable
    Throwable cause();

    /** What it means for the stream; {@code null} for {@link Unclassified} alone, which the core still has to judge. */
    @Nullable
    FailureClass failureClass();

    /** The same failure, understood as another class. */
    default Failure as(FailureClass meaning) {
        return switch (meaning) {
            case TRANSIENT -> new Transient(code(), message(), cause());
            case TARGET_DOWN -> new TargetDown(code(), message(), cause());
            case SYSTEMIC -> new Systemic(code(), message(), cause());
            case RECORD -> new Rejected(code(), message(), cause());
            case DEPENDENCY -> new Dependency(code(), message(), cause());
            case STALE -> new Stale(code(), message(), cause());
        };
    }

    /** May succeed as is: deadlock, 429, 503, connection reset. */
    record Transient(FailureCode code, String message, @Nullable Throwable cause) implements Failure {
        @Override
        public FailureClass failureClass() {
            return FailureClass.TRANSIENT;
        }
    }

    /** Nobody can write: refused, failing over, disk full, read-only. */
    record TargetDown(FailureCode code, String message, @Nullable Throwable cause) implements Failure {
        @Override
        public FailureClass failureClass() {
            return FailureClass.TARGET_DOWN;
        }
    }

    /** Configuration or schema is wrong; the message says what to change. */
    record Systemic(FailureCode code, String message, @Nullable Throwable cause) implements Failure {
        @Override
        public FailureClass failureClass() {
            return FailureClass.SYSTEMIC;
        }
    }

    /** This one record can never be written. */
    record Rejected(FailureCode code, String message, @Nullable Throwable cause) implements Failure {
        @Override
        public FailureClass failureClass() {
            return FailureClass.RECORD;
        }
    }

    /** Something else must come first, for example a parent row. */
    record Dependency(FailureCode code, String message, @Nullable Throwable cause) implements Failure {
        @Override
        public FailureClass failureClass() {
            return FailureClass.DEPENDENCY;
        }

        /** The same failure once the wait for what was missing is over. */
        public Rejected expired(String waited) {
            return new Rejected(code, message + " (still so after " + waited + ")", cause);
        }
    }

    /** The target already has something newer. */
    record Stale(FailureCode code, String message, @Nullable Throwable cause) implements Failure {
        @Override
        public FailureClass failureClass() {
            return FailureClass.STALE;
        }
    }

    /**
     * Nothing in the target's table of codes fits. The core retries it within a budget and then isolates: a single
     * culprit is {@link Rejected}, a batch in which every record fails alone is {@link Systemic}.
     */
    record Unclassified(FailureCode code, String message, @Nullable Throwable cause) implements Failure {
        @Override
        public @Nullable FailureClass failureClass() {
            return null;
        }

        /** The verdict that this record alone is to blame. */
        public Rejected rejected() {
            return new Rejected(code, message, cause);
        }

        /** The verdict that no record is to blame. */
        public Systemic systemic() {
            return new Systemic(code, message, cause);
        }
    }
}
