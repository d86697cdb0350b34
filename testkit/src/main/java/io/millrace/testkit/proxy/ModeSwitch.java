/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.proxy;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The mode all connections of a proxy obey.
 *
 * <p>A test's thread writes it, every pipe reads it; those that hold bytes back wait here and are woken by a change.
 * Thread-safe.
 */
final class ModeSwitch {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile Mode mode = new Mode.Pass();

    Mode mode() {
        return mode;
    }

    void set(Mode next) {
        lock.lock();
        try {
            mode = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets everything through from now on, unless the mode has been changed meanwhile. */
    void passAfter(Mode expected) {
        lock.lock();
        try {
            if (mode == expected) {
                set(new Mode.Pass());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the mode is another one or the time is over. */
    void awaitOtherThan(Mode current, long nanos) throws InterruptedException {
        long remaining = nanos;
        lock.lockInterruptibly();
        try {
            while (mode == current && remaining > 0) {
                remaining = changed.awaitNanos(remaining);
            }
        } finally {
            lock.unlock();
        }
    }
}
